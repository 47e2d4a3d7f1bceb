import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

/** The contract, with the floors below it that are its own. */
const CONTRACT = ['src/socket/posix', 'src/socket/options', 'src/socket']

/** What a part of the TypeScript stack may import, beside itself. */
const NETSTACK = ['src/socket/posix', 'src/netstack/packet', 'src/netstack']

/** What a command may import, beside what it is about. */
const COMMAND = [...CONTRACT, 'src/node', 'src/cli/frame']

/**
 * The floors of the house. Each may import from those named beside it, and from itself; `import type` counts.
 * Changing a line here is a decision about the architecture: say why in the commit.
 */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  'src/socket/posix': [],
  'src/socket/options': ['src/socket/posix'],
  'src/socket': ['src/socket/posix', 'src/socket/options'],
  'src/trace': CONTRACT,
  'src/netlink': CONTRACT,
  // Headers, checksums and the memory of packets: of the contract only its names of numbers and its texts of addresses.
  'src/netstack/packet': ['src/socket/posix'],
  // What the parts of the stack are to each other: time, chance, devices, paths. Types, and no more.
  'src/netstack': [],
  'src/netstack/ip': NETSTACK,
  'src/netstack/udp': [...NETSTACK, 'src/netstack/ip'],
  'src/netstack/raw': [...NETSTACK, 'src/netstack/ip'],
  'src/netstack/tcp': NETSTACK,
  // What passes its links is written as pcapng.
  'src/sim': [...NETSTACK, 'src/trace'],
  // Reads what the kernel's tables and files tell, and calls no C: src/kernel hands it what it needs beside.
  'src/kernel/investigate': CONTRACT,
  'src/kernel': [...CONTRACT, 'src/trace', 'src/netlink', 'src/kernel/investigate'],
  'src/node': [...CONTRACT, 'src/trace', 'src/kernel'],
  // The command line: what its commands share, then a folder each, then the command that finds them.
  'src/cli/frame': [...CONTRACT, 'src/node'],
  'src/cli/echo': COMMAND,
  'src/cli/transfer': [...COMMAND, 'src/trace', 'src/netstack/packet'],
  'src/cli/list': [...COMMAND, 'src/netlink', 'src/kernel/investigate'],
  'src/cli/ping': [...COMMAND, 'src/netstack/packet'],
  'src/cli/capture': [...COMMAND, 'src/netlink', 'src/trace'],
  // It runs the programs that a student reads.
  'src/cli/calc': [...COMMAND, 'examples/guides'],
  'src/cli/explain': COMMAND,
  // What `soquete help` tells about beside the commands.
  'src/cli/topics': COMMAND,
  // What is made of the table of commands: help, completions and the manual's page.
  'src/cli/shell': [...COMMAND, 'src/cli/topics'],
  'src/cli': [
    ...COMMAND,
    'src/kernel',
    ...['echo', 'transfer', 'list', 'ping', 'capture', 'calc', 'explain', 'topics', 'shell'].map(
      (name) => `src/cli/${name}`,
    ),
  ],
  // The entry point: the contract, with the kernel's stack as the default.
  src: [...CONTRACT, 'src/kernel'],
  'examples/stacks': CONTRACT,
  // Programs see what users see.
  'examples/guides': ['soquete'],
  // The tour watches the kernel's stack as its users do.
  tour: [...CONTRACT, 'src/trace', 'src/node', 'soquete'],
}

/** Floors that must run in a browser: nothing of Node's, and no Buffer. */
const BROWSER = [
  ...CONTRACT,
  'src/trace',
  'src/netlink',
  'src/netstack/packet',
  'src/netstack',
  'src/netstack/ip',
  'src/netstack/udp',
  'src/netstack/raw',
  'src/netstack/tcp',
  'src/sim',
]

/** Outside packages, by the only floor that may use them. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'src/kernel': ['@koromix/koffi-linux-x64', '@koromix/koffi-linux-arm64'],
  'src/cli/transfer': ['cli-progress'],
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

const IMPORT = /^(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?'([^']+)'|\bimport\('([^']+)'\)/gm

interface Source {
  readonly file: string
  readonly floor: string
  readonly text: string
  readonly imports: readonly string[]
}

function sources(): Source[] {
  return Object.keys(FLOORS)
    .filter((floor) => existsSync(join(root, floor)))
    .flatMap((floor) =>
      readdirSync(join(root, floor))
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .map((name) => {
          const file = `${floor}/${name}`
          const text = readFileSync(join(root, file), 'utf8')
          const imports = [...text.matchAll(IMPORT)].map((match) => (match[1] ?? match[2])!)
          return { file, floor, text, imports }
        }),
    )
}

test('each floor imports only from floors below it', () => {
  const wrong: string[] = []
  for (const { file, floor, imports } of sources()) {
    for (const specifier of imports) {
      if (specifier.startsWith('node:')) {
        if (BROWSER.includes(floor)) wrong.push(`${file} imports ${specifier}, but must run in a browser`)
      } else if (specifier.startsWith('.')) {
        const target = relative(root, dirname(resolve(root, dirname(file), specifier)))
        if (target !== floor && !FLOORS[floor]!.includes(target)) wrong.push(`${file} imports from ${target}`)
      } else if (![...FLOORS[floor]!, ...(PACKAGES[floor] ?? [])].includes(specifier)) {
        wrong.push(`${file} imports the package ${specifier}`)
      }
    }
  }
  assert.deepEqual(wrong, [])
})

test('no file imports itself in a circle', () => {
  const graph = new Map(
    sources().map(({ file, imports }) => [
      file,
      imports
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => relative(root, resolve(root, dirname(file), specifier))),
    ]),
  )
  const state = new Map<string, 'open' | 'done'>()
  const circles: string[] = []
  const visit = (file: string, path: readonly string[]) => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') {
      circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      return
    }
    state.set(file, 'open')
    for (const target of graph.get(file) ?? []) visit(target, [...path, file])
    state.set(file, 'done')
  }
  for (const file of graph.keys()) visit(file, [])
  assert.deepEqual(circles, [])
})

test('what must run in a browser uses no Buffer and no process', () => {
  const wrong = sources()
    .filter(
      ({ floor, text }) => BROWSER.includes(floor) && /\b(Buffer|process)\s*[.(]/.test(withoutComments(text)),
    )
    .map(({ file }) => file)
  assert.deepEqual(wrong, [])
})

test('only the seam of the kernel stack names the foreign function interface', () => {
  const seam = new Set([
    'koffi.ts',
    'libc.ts',
    'poll-handle.ts',
    'message-header.ts',
    'message-headers.ts',
    'option-memory.ts',
    'kernel-thread.ts',
    'resolver.ts',
    'interface-names.ts',
    'silent-poll.ts',
  ])
  const wrong = sources()
    .filter(
      ({ file, imports }) =>
        imports.some((specifier) => specifier.endsWith('/koffi.ts')) &&
        !seam.has(file.replace('src/kernel/', '')),
    )
    .map(({ file }) => file)
  assert.deepEqual(wrong, [])
})

test('no file grows past 500 lines', () => {
  const long = sources()
    .map(({ file, text }) => ({ file, lines: text.split('\n').length }))
    .filter(({ lines }) => lines > 510)
  assert.deepEqual(long, [])
})

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '')
}
