import type { ControlType, SocketOption } from '../../src/socket/options/options.ts'
import * as options from '../../src/socket/options/options.ts'

/** All options, and all kinds of ancillary data; several are both. */
export const DESCRIPTORS: readonly (SocketOption<unknown> | ControlType<unknown, unknown>)[] =
  Object.values(options)

export const ALL_OPTIONS: readonly SocketOption<unknown>[] = DESCRIPTORS.flatMap((each) =>
  'codec' in each ? each : [],
)

export const CONTROL_TYPES: readonly ControlType<unknown, unknown>[] = DESCRIPTORS.flatMap((each) =>
  'control' in each ? (each as ControlType<unknown, unknown>) : [],
)
