// Run in a network namespace of its own, with names of situations: tells in JSON how their errors explain themselves.
import { addresses } from './addresses.ts'
import { kinds } from './kinds.ts'
import { limits } from './limits.ts'
import { lookups } from './lookups.ts'
import { network } from './network.ts'
import { paths } from './paths.ts'
import { rights } from './rights.ts'
import { type Situations, type Told, tell } from './situation.ts'

const situations: Situations = {
  ...addresses,
  ...kinds,
  ...limits,
  ...lookups,
  ...network,
  ...paths,
  ...rights,
}

// What other programs see as this one's command.
const names = process.argv.slice(2)
process.title = 'node server.js'
const told: Record<string, Told> = {}
for (const name of names) {
  const situation = situations[name]
  if (situation === undefined) throw new Error(`no situation ${name}`)
  told[name] = await tell(situation)
}
console.log(JSON.stringify(told))
