/** The contract: everything of it that a program or a new stack uses. */
export type {
  Address,
  Inet4Address,
  Inet6Address,
  InternetAddress,
  NetlinkAddress,
  PacketAddress,
  UnixAddress,
  VsockAddress,
} from './addresses.ts'
export { formatAddress, isInternetAddress, UNIX_PATH_MAX } from './addresses.ts'
export { adviceFor } from './advice.ts'
export * from './byteorder.ts'
export type { WaitOptions } from './channel.ts'
export * from './constants.ts'
export type { ErrorCode } from './errno.ts'
export { errno, errorCode, strerror } from './errno.ts'
export type { AddrInfoCode } from './errors.ts'
export { AddrInfoError, EAI, gai_strerror, isSocketError, SocketError } from './errors.ts'
export type * from './events.ts'
export type {
  Circumstances,
  ExplainOptions,
  FailedLookup,
  FailedOption,
  FailedSocket,
  Failure,
  Findings,
} from './explaining.ts'
export * from './inet.ts'
export { LANGUAGES, type Language } from './language.ts'
export type { AddrInfo, AddrInfoHints, AddrInfoList, NameInfo } from './lookup.ts'
export type { IncomingMessage, OutgoingMessage, ReceivedFrom, ReceivedMessage } from './message.ts'
export { MAX_MESSAGES, MessageVector } from './message-vector.ts'
export type { Linger, ValueCodec } from './option-values.ts'
export * from './options.ts'
export type {
  Clock,
  DetachedSocket,
  EdgeSink,
  Random,
  SocketPrimitives,
  StackPrimitives,
  Timer,
} from './primitives.ts'
export { Edges } from './primitives.ts'
export type { Output, Program, Stdio } from './program.ts'
export type { Handler, ServeOptions } from './serving.ts'
export { Socket } from './socket.ts'
export { Stack } from './stack.ts'
export type { TcpInfo, TcpState } from './tcp-info.ts'
export { TCP_STATES } from './tcp-info.ts'
