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
export type { ConnectOptions } from './connecting.ts'
export * from './constants.ts'
export type { ControlMessage, ReceivedControl } from './control.ts'
export { Control, cmsg } from './control.ts'
export type {
  Credentials,
  ExtendedError,
  PacketAuxdata,
  PacketInfo,
  PacketInfo6,
  Timestamps,
} from './control-values.ts'
export {
  SO_EE_ORIGIN_ICMP,
  SO_EE_ORIGIN_ICMP6,
  SO_EE_ORIGIN_LOCAL,
  SO_EE_ORIGIN_NONE,
  SO_EE_ORIGIN_TIMESTAMPING,
  SO_EE_ORIGIN_TXTIME,
  SO_EE_ORIGIN_ZEROCOPY,
} from './control-values.ts'
export type { Descriptor, HasDescriptor } from './descriptor.ts'
export type { Endpoint, InternetEndpoint, UnixEndpoint } from './endpoint.ts'
export { formatEndpoint } from './endpoint.ts'
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
export * from './filter.ts'
export type { IcmpFilter } from './icmp-values.ts'
export * from './inet.ts'
export * from './inet.ts'
export type { FlowLabel, MtuInfo, PortRange } from './ip-values.ts'
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
} from './multicast-values.ts'
export * from './option-constants.ts'
export type { Linger, ValueCodec } from './option-values.ts'
export * from './options.ts'
export type {
  Fanout,
  NetlinkPacketInfo,
  PacketMembership,
  PacketStatistics,
  RolloverStatistics,
} from './packet-values.ts'
export { parseEndpoint } from './parse-endpoint.ts'
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
export type { MemInfo, TimestampPacketInfo, TxTime } from './socket-values.ts'
export { Stack } from './stack.ts'
export type { TcpCaState, TcpInfo, TcpState } from './tcp-info.ts'
export { TCP_CA_STATES, TCP_STATES } from './tcp-info.ts'
export type { Md5Signature, Md5SignatureExt, RepairOption, RepairWindow } from './tcp-values.ts'
export type { WaitOptions } from './waiting.ts'
export type { WebStreams } from './web-streams.ts'
export { toWebStreams } from './web-streams.ts'
