import { cpus, release } from 'node:os'

/** Where the figures come from. */
export interface Machine {
  readonly kernel: string
  readonly architecture: string
  readonly processors: number
  readonly model: string
}

export function thisMachine(): Machine {
  const processors = cpus()
  return {
    kernel: release(),
    architecture: process.arch,
    processors: processors.length,
    model: processors[0]?.model.trim() ?? 'unknown',
  }
}

export function describeMachine({ kernel, architecture, processors, model }: Machine): string {
  return `Linux ${kernel}, ${architecture}, ${processors} × ${model}`
}
