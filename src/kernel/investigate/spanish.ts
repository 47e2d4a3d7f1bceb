import type { english } from './english.ts'
import { spanishAddresses } from './spanish-addresses.ts'
import { spanishLookups } from './spanish-lookups.ts'
import { spanishNetwork } from './spanish-network.ts'
import { spanishPaths } from './spanish-paths.ts'
import { spanishSockets } from './spanish-sockets.ts'
import type { Wording } from './wording.ts'

export const spanish: Wording<typeof english> = {
  ...spanishAddresses,
  ...spanishLookups,
  ...spanishNetwork,
  ...spanishPaths,
  ...spanishSockets,
}
