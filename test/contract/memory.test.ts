import { memoryStack } from '../../examples/stacks/memory-network.ts'
import { contract } from './contract.ts'

contract({ stack: memoryStack(), skips: {} })
