import { createInterface } from 'node:readline'

/**
 * How the runner speaks with a peer, here and in control.h: a line `report` on stdin asks for one line of JSON,
 * and the end of stdin ends the peer, so none outlives the runner.
 */
export function obeyRunner(reachedAt: { port: number } | { path: string }, report: () => object): void {
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      if (line === 'report') print(report())
    })
    .on('close', () => process.exit())
  print(reachedAt)
}

function print(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}
