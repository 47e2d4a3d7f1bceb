import { kernel } from '../../src/kernel/kernel-stack.ts'
import { contract } from './contract.ts'

contract({ stack: kernel, skips: {} })
