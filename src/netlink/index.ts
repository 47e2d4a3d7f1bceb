/** Netlink: the links, addresses, routes, neighbours and sockets of this machine, as the Linux kernel lists them. */
export { Attributes, encodeAttribute, encodeUint32 } from './attributes.ts'
export * from './constants.ts'
export type { Conversation, NetlinkRequest } from './conversation.ts'
export { converse } from './conversation.ts'
export type { InterfaceAddress } from './interface-addresses.ts'
export { listAddresses } from './interface-addresses.ts'
export type { Link, LinkStatistics, Operstate } from './links.ts'
export { listLinks, OPERSTATES } from './links.ts'
export type {
  ListedSocket,
  SocketFilter,
  SocketKind,
  SocketTimer,
} from './listed-socket.ts'
export { SOCKET_KINDS } from './listed-socket.ts'
export type { NetlinkMessage } from './message.ts'
export { encodeMessage, parseMessages } from './message.ts'
export type { Neighbour, NeighbourState } from './neighbours.ts'
export { listNeighbours, NEIGHBOUR_STATES } from './neighbours.ts'
export type { NextHop, Route } from './routes.ts'
export { listRoutes, routeTo } from './routes.ts'
export { listSockets } from './sockets.ts'
