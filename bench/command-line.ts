import { parseArgs } from 'node:util'

export interface Options {
  readonly quick: boolean
  /** Names of measurements; empty means all. */
  readonly only: readonly string[]
  /** Node binaries that the JavaScript peers run on. */
  readonly nodes: readonly string[]
  /** Where to write all samples as JSON. */
  readonly json: string | undefined
}

function usage(names: readonly string[]): string {
  return `npm run bench -- [options]

  --quick          one short round: do they all still run?
  --only NAME      just this measurement, repeatable: ${names.join(', ')}
  --node PATH      run the JavaScript peers on this Node, repeatable
  --json FILE      write every sample there too`
}

/** Throws an Error for the user, with the usage, when the arguments make no sense. */
export function parseCommandLine(args: string[], names: readonly string[]): Options {
  try {
    return parse(args, names)
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${usage(names)}`)
  }
}

function parse(args: string[], names: readonly string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      node: { type: 'string', multiple: true, default: [process.execPath] },
      json: { type: 'string' },
    },
  })
  const unknown = values.only.find((name) => !names.includes(name))
  if (unknown !== undefined) throw new Error(`there is no measurement '${unknown}'`)
  return { quick: values.quick, only: values.only, nodes: values.node, json: values.json }
}
