import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { AF_INET, SOCK_STREAM, socket } from '../../src/index.ts'
import { test } from '../leak-check.ts'

const SERVER = fileURLToPath(new URL('./server.child.js', import.meta.url))
const CONNECTIONS = 10_000
const CLIENTS = 24
const RESTARTS = [2_500, 5_000, 7_500]

const question = new TextEncoder().encode('who?')

/** One connection: gives the process that answered. */
async function ask(port: number): Promise<string> {
  const client = socket(AF_INET, SOCK_STREAM)
  try {
    await client.connect({ family: AF_INET, address: '127.0.0.1', port }, { timeout: 10_000 })
    await client.send(question)
    const answer = await client.recv(16, 0, { timeout: 10_000 })
    return new TextDecoder().decode(answer)
  } finally {
    await client.close()
  }
}

async function nextLine(lines: Interface): Promise<{ pid: number; port: number }> {
  const [line] = (await once(lines, 'line')) as [string]
  return JSON.parse(line) as { pid: number; port: number }
}

/** Ends a server of ours that a failed test leaves. */
function kill(pid: number): void {
  try {
    process.kill(pid)
  } catch {
    // It has ended.
  }
}

test(
  '10,000 connections across three restarts of their server: none is lost',
  async () => {
    const server: ChildProcess = spawn(process.execPath, [SERVER], { stdio: ['ignore', 'pipe', 'inherit'] })
    const lines = createInterface(server.stdout!)
    const { pid, port } = await nextLine(lines)
    const generations = [String(pid)]
    const answers = new Map<string, number>()
    let begun = 0

    const restart = async () => {
      const successor = nextLine(lines)
      process.kill(Number(generations.at(-1)), 'SIGHUP')
      generations.push(String((await successor).pid))
    }
    let restarting = Promise.resolve()
    const client = async () => {
      while (begun < CONNECTIONS) {
        if (RESTARTS.includes(++begun)) restarting = restarting.then(restart)
        const who = await ask(port)
        answers.set(who, (answers.get(who) ?? 0) + 1)
      }
    }
    try {
      await Promise.all(Array.from({ length: CLIENTS }, client))
      await restarting
      process.kill(Number(generations.at(-1)), 'SIGTERM')
      await once(server.stdout!, 'close')
    } catch (error) {
      for (const each of generations) kill(Number(each))
      throw error
    }

    const story = `answered by: ${JSON.stringify(Object.fromEntries(answers))}`
    assert.equal(
      [...answers.values()].reduce((sum, count) => sum + count),
      CONNECTIONS,
      story,
    )
    assert.deepEqual([...answers.keys()].sort(), [...generations].sort(), story)
    assert.equal(generations.length, RESTARTS.length + 1)
    for (const count of answers.values()) assert.ok(count > 100, story)
  },
  { timeout: 60_000 },
)
