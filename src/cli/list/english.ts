import { count } from '../../kernel/investigate/english-phrases.ts'

/** What the list itself says. */
export const english = {
  proto: () => 'proto',
  state: () => 'state',
  local: () => 'local',
  peer: () => 'peer',
  recvQueue: () => 'recv-q',
  sendQueue: () => 'send-q',
  rtt: () => 'rtt',
  cwnd: () => 'cwnd',
  process: () => 'process',
  closesIn: (duration: string) => `closes in ${duration}`,
  waitsForAccept: () => 'waits for accept',
  noProcess: () => 'no process',
  ofUser: (user: string) => `user ${user}`,
  more: (holders: number) => `+${holders} more`,
  was: (before: string) => `was ${before}`,
  nothing: () => 'no socket is like that',
  nothingMore: () => 'soquete ls -a lists every kind in every state.',
  closedProcesses: (many: number, isRoot: boolean) =>
    `${count(many, 'process', 'processes')} may not be looked into${isRoot ? ', not even by root' : ''}: of their sockets only the user is shown.${isRoot ? '' : ' Root sees all.'}`,
  notAllProcesses: () =>
    'there are too many processes and descriptors to look through in 10 s: of some sockets only the user is shown',
  watching: (sockets: number, every: string) =>
    `watching ${count(sockets, 'socket')}, every ${every}: + appeared, ~ changed, - vanished`,
  screenTop: (sockets: number, every: string) =>
    `${count(sockets, 'socket')}, every ${every}   + appeared   ~ changed   - vanished   Ctrl-C ends`,
  below: (sockets: number) => `… ${count(sockets, 'more socket', 'more sockets')} below`,
}

/** What --extended says below a socket; words of TCP itself are the same everywhere. */
export const englishDetails = {
  user: (name: string, uid: number) => (name === `${uid}` ? `user ${uid}` : `user ${name} (${uid})`),
  interface: (name: string) => `interface ${name}`,
  ipv6Only: () => 'IPv6 only',
  takesIpv4: () => 'takes IPv4 too',
  command: (line: string) => `command: ${line}`,
  holders: (list: string) => `held by ${list}`,
  descriptor: (who: string, numbers: string) => `${who} as ${numbers}`,
  retransmit: (next: string, tries: number) => `sends again in ${next} (${tries} so far)`,
  keepalive: (next: string, tries: number) => `keepalive in ${next} (${tries} unanswered)`,
  probe: (next: string, tries: number) => `asks for the window in ${next} (${tries} so far)`,
  other: (next: string) => `timer in ${next}`,
  sent: (size: string) => `sent ${size}`,
  received: (size: string) => `received ${size}`,
  sentAgain: (segments: number) => count(segments, 'segment sent again', 'segments sent again'),
  inFlight: (segments: number) => count(segments, 'segment in flight', 'segments in flight'),
  peerWindow: (size: string) => `peer's window ${size}`,
  receiveBuffer: (used: string, limit: string) => `receive buffer ${used} of ${limit}`,
  sendBuffer: (used: string, limit: string) => `send buffer ${used} of ${limit}`,
  dropped: (packets: number) => count(packets, 'packet dropped', 'packets dropped'),
}
