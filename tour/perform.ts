import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { joinCalls, ladder, moment } from '../src/trace/index.ts'
import { type Chapter, type Scene, WHERE } from './chapters.ts'
import { ProgramProcess } from './process.ts'

/** A scene as it went. */
interface Played {
  readonly scene: Scene
  readonly client: ProgramProcess
  readonly status: number
  /** When it began, on the machine's monotonic clock, in milliseconds. */
  readonly from: number
}

/** Runs a chapter's programs and prints what their sockets said to each other. True when all went as it should. */
export async function perform(
  chapter: Chapter,
  number: number,
  width: number,
  print: (line: string) => void,
): Promise<boolean> {
  const folder = chapter.unix ? await mkdtemp(join(tmpdir(), 'soquete-')) : null
  const path = folder === null ? '' : join(folder, 's')
  const server = new ProgramProcess(chapter.server.program, fill(chapter.server.args, path), 'server')
  try {
    const where = path || ((await server.listening()).split(':').pop() as string)
    if (folder !== null) await server.listening()
    const played: Played[] = []
    for (const scene of chapter.scenes) {
      const from = played.length === 0 ? 0 : monotonic()
      const client = new ProgramProcess(scene.client.program, fill(scene.client.args, where), 'client')
      played.push({ scene, client, status: await client.ended, from })
    }
    const status = await server.ended
    return report({ chapter, number, width, print, server, status, played })
  } finally {
    server.stop()
    if (folder !== null) await rm(folder, { recursive: true, force: true })
  }
}

function fill(args: readonly string[], where: string): string[] {
  return args.map((arg) => arg.replace(WHERE, where))
}

function monotonic(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

interface Performance {
  readonly chapter: Chapter
  readonly number: number
  readonly width: number
  readonly print: (line: string) => void
  readonly server: ProgramProcess
  readonly status: number
  readonly played: readonly Played[]
}

function report({ chapter, number, width, print, server, status, played }: Performance): boolean {
  const title = `${number} · ${chapter.title}`
  const gap = Math.max(3, Math.min(width, 110) - title.length - chapter.source.length)
  print(`${title}${' '.repeat(gap)}${chapter.source}`)
  print('')
  let good = status === 0
  if (status !== 0) print(`   ✗ the server ended with status ${status}: ${server.stderr.trim()}`)
  const served = joinCalls(server.events.map((event) => ({ party: 1, event })))
  played.forEach(({ scene, client, status, from }, index) => {
    const until = played[index + 1]?.from ?? Number.POSITIVE_INFINITY
    const calls = [
      ...joinCalls(client.events.map((event) => ({ party: 0, event }))),
      ...served.filter((call) => moment(call) >= from && moment(call) < until),
    ]
    const parties = [`client, process ${client.pid}`, `server, process ${server.pid}`] as const
    const lines = ladder(calls, { width, since: from, parties: scene.heading === undefined ? parties : null })
    if (scene.heading !== undefined) {
      print('')
      print(`   ${scene.heading}`)
    }
    for (const line of lines) print(line)
    const asTold = status === scene.status && client.stdout === scene.stdout
    if (asTold) print(`   ✓ ${scene.verdict}`)
    else print(`   ✗ the client ended with status ${status}: ${(client.stderr || client.stdout).trim()}`)
    good &&= asTold
  })
  print('')
  return good
}
