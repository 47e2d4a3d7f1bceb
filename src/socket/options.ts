/** Every option and every kind of ancillary data. */
export * from './control-types.ts'
export * from './ipv6-options.ts'
export type { Access, ControlCodec, ControlType, SocketOption } from './option.ts'
export * from './socket-options.ts'
export * from './tcp-options.ts'
export * from './udp-options.ts'
