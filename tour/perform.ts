import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Chapter, Part, Scene } from './cast.ts'
import { ProgramProcess } from './process.ts'
import { type TcpRow, tcpTable } from './tcp-table.ts'
import { readTraces, type Trace } from './traces.ts'

/** What a server prints when it listens; the port or the path stands at the end. */
const LISTENING = /^listening on (?:.*:)?(.*)\n/m

/** A part as it was played. */
export interface Played {
  readonly part: Part
  readonly pid: number
  readonly stdout: string
  readonly stderr: string
  readonly status: number
}

/** A scene as it went. */
export interface PlayedScene {
  readonly name: string
  readonly scene: Scene
  /** Who came in this scene. */
  readonly cast: readonly Played[]
  /** When it began, on the machine's monotonic clock, in milliseconds. */
  readonly from: number
  /** What the kernel lists of the server's port afterwards. */
  readonly table: readonly TcpRow[]
}

export interface Performance {
  readonly scenes: readonly PlayedScene[]
  /** What the sockets of each process and thread did. */
  readonly traces: readonly Trace[]
  /** Why it could not be played to its end. */
  readonly failure?: string
}

/** Folders of chapters that are being played: gone also when the tour is left early. */
const folders = new Set<string>()
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** Runs a chapter's programs, scene by scene. */
export async function perform(chapter: Chapter, language: string): Promise<Performance> {
  try {
    const folder = mkdtempSync(join(tmpdir(), 'soquete-'))
    folders.add(folder)
    const stage = new Stage(folder, language)
    try {
      for (const [name, scene] of Object.entries(chapter.scenes)) await stage.play(name, scene)
      return await stage.end()
    } finally {
      stage.clear()
      rmSync(folder, { recursive: true, force: true })
      folders.delete(folder)
    }
  } catch (error) {
    return { scenes: [], traces: [], failure: (error as Error).message }
  }
}

interface Running {
  readonly name: string
  readonly scene: Scene
  readonly cast: { readonly part: Part; readonly process: ProgramProcess }[]
  readonly from: number
  table: readonly TcpRow[]
}

/** Where a chapter is played: its processes, and where those that listen do. */
class Stage {
  readonly #folder: string
  readonly #language: string
  readonly #where = new Map<string, string>()
  readonly #scenes: Running[] = []

  constructor(folder: string, language: string) {
    this.#folder = folder
    this.#language = language
  }

  async play(name: string, scene: Scene): Promise<void> {
    const running: Running = { name, scene, cast: [], from: monotonic(), table: [] }
    this.#scenes.push(running)
    this.#where.set('path', join(this.#folder, 's'))
    for (const part of scene.cast) {
      const args = part.args.map((arg) => arg.replace(/\{(\w+)\}/, (_, role) => this.#where.get(role) ?? ''))
      const process = new ProgramProcess(part.program, args, this.#folder, this.#language)
      running.cast.push({ part, process })
      if (part.listens) this.#where.set(part.role, (await process.says(LISTENING))[1] ?? '')
      if (part.ready !== undefined) await process.says(part.ready)
    }
    await pressEnter(running.cast)
    const leaving = running.cast.filter(({ part }) => !part.stays)
    await Promise.all(leaving.map(({ process }) => process.ended))
    const port = `:${this.#where.get('server')}`
    running.table = tcpTable().filter(({ local, remote }) => local.endsWith(port) || remote.endsWith(port))
  }

  async end(): Promise<Performance> {
    const scenes: PlayedScene[] = []
    for (const { cast, ...scene } of this.#scenes)
      scenes.push({ ...scene, cast: await Promise.all(cast.map(outcome)) })
    return { scenes, traces: await readTraces(this.#folder) }
  }

  clear(): void {
    for (const { process } of this.#scenes.flatMap(({ cast }) => cast)) process.stop()
  }
}

/** For those who wait for it: when the others are done, or the time is over. */
async function pressEnter(cast: Running['cast']): Promise<void> {
  const waiting = cast.filter(({ part }) => part.enter !== undefined)
  const others = cast.filter(({ part }) => part.enter === undefined && !part.listens)
  for (const { part, process } of waiting) {
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, part.enter)
    })
    await Promise.race([Promise.all(others.map((other) => other.process.ended)), patience])
    clearTimeout(timer)
    process.pressEnter()
  }
}

async function outcome({ part, process }: Running['cast'][number]): Promise<Played> {
  const status = await process.ended
  const { pid, stdout, stderr } = process
  return { part, pid, stdout, stderr, status }
}

function monotonic(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
