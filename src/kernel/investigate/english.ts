import { englishAddresses } from './english-addresses.ts'
import { englishLookups } from './english-lookups.ts'
import { englishNetwork } from './english-network.ts'
import { englishPaths } from './english-paths.ts'
import { englishSockets } from './english-sockets.ts'

export const english = {
  ...englishAddresses,
  ...englishLookups,
  ...englishNetwork,
  ...englishPaths,
  ...englishSockets,
}
