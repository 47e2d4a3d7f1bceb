/** The contract: everything of it that a program or a new stack uses. */

export { adviceFor } from './advice.ts'
export type { ConnectOptions } from './connecting.ts'
export type { Endpoint, InternetEndpoint, UnixEndpoint } from './endpoint.ts'
export { formatEndpoint } from './endpoint.ts'
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
export { LANGUAGES, type Language } from './language.ts'
export type { ListenOptions } from './listening.ts'
export type { AddrInfo, AddrInfoHints, AddrInfoList, NameInfo } from './lookup.ts'
export type {
  IncomingMessage,
  OutgoingMessage,
  ReceivedFrom,
  ReceivedMessage,
  ReceiveOptions,
} from './message.ts'
export { incoming } from './message.ts'
export type { BatchOptions } from './message-vector.ts'
export { MAX_MESSAGES, MessageVector } from './message-vector.ts'
export type { ControlMessage, ReceivedControl } from './options/control.ts'
export { Control, cmsg } from './options/control.ts'
export type {
  Credentials,
  ExtendedError,
  PacketAuxdata,
  PacketInfo,
  PacketInfo6,
  Timestamps,
} from './options/control-values.ts'
export {
  SO_EE_ORIGIN_ICMP,
  SO_EE_ORIGIN_ICMP6,
  SO_EE_ORIGIN_LOCAL,
  SO_EE_ORIGIN_NONE,
  SO_EE_ORIGIN_TIMESTAMPING,
  SO_EE_ORIGIN_TXTIME,
  SO_EE_ORIGIN_ZEROCOPY,
} from './options/control-values.ts'
export type { Descriptor, HasDescriptor } from './options/descriptor.ts'
export * from './options/filter.ts'
export type { IcmpFilter } from './options/icmp-values.ts'
export type { FlowLabel, MtuInfo, PortRange } from './options/ip-values.ts'
export type {
  Anycast6,
  GroupFilter,
  GroupRequest,
  GroupSourceRequest,
  Membership,
  Membership6,
  MulticastInterface,
  SourceFilter,
  SourceMembership,
} from './options/multicast-values.ts'
export * from './options/option-constants.ts'
export type { Linger, ValueCodec } from './options/option-values.ts'
export * from './options/options.ts'
export type {
  Fanout,
  NetlinkPacketInfo,
  PacketMembership,
  PacketStatistics,
  RolloverStatistics,
} from './options/packet-values.ts'
export type { MemInfo, TimestampPacketInfo, TxTime } from './options/socket-values.ts'
export type { TcpCaState, TcpInfo, TcpState } from './options/tcp-info.ts'
export { TCP_CA_STATES, TCP_STATES } from './options/tcp-info.ts'
export type { Md5Signature, Md5SignatureExt, RepairOption, RepairWindow } from './options/tcp-values.ts'
export { parseEndpoint } from './parse-endpoint.ts'
export type {
  Address,
  Inet4Address,
  Inet6Address,
  InternetAddress,
  NetlinkAddress,
  PacketAddress,
  UnixAddress,
  VsockAddress,
} from './posix/addresses.ts'
export { formatAddress, isInternetAddress, UNIX_PATH_MAX } from './posix/addresses.ts'
export * from './posix/byteorder.ts'
export * from './posix/constants.ts'
export type { ErrorCode } from './posix/errno.ts'
export { errno, errorCode, strerror } from './posix/errno.ts'
export * from './posix/inet.ts'
export * from './posix/inet.ts'
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
export type { RecvUntilOptions } from './recv-until.ts'
export type { MessageFailure } from './send-batch.ts'
export type { Handler, ServeOptions } from './serving.ts'
export { Socket } from './socket.ts'
export { Stack } from './stack.ts'
export type { WaitOptions } from './waiting.ts'
export type { WebStreams } from './web-streams.ts'
export { toWebStreams } from './web-streams.ts'
