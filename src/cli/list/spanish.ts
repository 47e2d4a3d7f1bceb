import { count } from '../../kernel/investigate/spanish-phrases.ts'
import type { Wording } from '../../kernel/investigate/wording.ts'
import type { english, englishDetails } from './english.ts'

export const spanish: Wording<typeof english> = {
  proto: () => 'proto',
  state: () => 'estado',
  local: () => 'local',
  peer: () => 'par',
  recvQueue: () => 'recv-q',
  sendQueue: () => 'send-q',
  rtt: () => 'rtt',
  cwnd: () => 'cwnd',
  process: () => 'proceso',
  closesIn: (duration) => `se cierra en ${duration}`,
  waitsForAccept: () => 'espera el accept',
  noProcess: () => 'ningún proceso',
  ofUser: (user) => `usuario ${user}`,
  more: (holders) => `+${holders} más`,
  was: (before) => `antes ${before}`,
  nothing: () => 'ningún socket es así',
  nothingMore: () => 'soquete ls -a lista los de toda clase, en cualquier estado.',
  closedProcesses: (many, isRoot) =>
    `no se puede mirar en ${count(many, 'proceso', 'procesos')}${isRoot ? ', ni siquiera como root' : ''}: de sus sockets se muestra solo el usuario.${isRoot ? '' : ' Root ve todo.'}`,
  notAllProcesses: () =>
    'hay demasiados procesos y descriptores para mirarlos en 10 s: de algunos sockets se muestra solo el usuario',
  watching: (sockets, every) =>
    `observando ${count(sockets, 'socket')}, cada ${every}: + apareció, ~ cambió, - desapareció`,
  screenTop: (sockets, every) =>
    `${count(sockets, 'socket')}, cada ${every}   + apareció   ~ cambió   - desapareció   Ctrl-C termina`,
  below: (sockets) => `… ${count(sockets, 'socket más', 'sockets más')} abajo`,
}

export const spanishDetails: Wording<typeof englishDetails> = {
  user: (name, uid) => (name === `${uid}` ? `usuario ${uid}` : `usuario ${name} (${uid})`),
  interface: (name) => `interfaz ${name}`,
  ipv6Only: () => 'solo IPv6',
  takesIpv4: () => 'también toma IPv4',
  command: (line) => `orden: ${line}`,
  holders: (list) => `lo tienen ${list}`,
  descriptor: (who, numbers) => `${who} como ${numbers}`,
  retransmit: (next, tries) => `reenvía en ${next} (${tries} hasta ahora)`,
  keepalive: (next, tries) => `keepalive en ${next} (${tries} sin respuesta)`,
  probe: (next, tries) => `pregunta por la ventana en ${next} (${tries} hasta ahora)`,
  other: (next) => `timer en ${next}`,
  sent: (size) => `enviados ${size}`,
  received: (size) => `recibidos ${size}`,
  sentAgain: (segments) => count(segments, 'segmento reenviado', 'segmentos reenviados'),
  inFlight: (segments) => count(segments, 'segmento en vuelo', 'segmentos en vuelo'),
  peerWindow: (size) => `ventana del par ${size}`,
  receiveBuffer: (used, limit) => `búfer de recepción ${used} de ${limit}`,
  sendBuffer: (used, limit) => `búfer de envío ${used} de ${limit}`,
  dropped: (packets) => count(packets, 'paquete descartado', 'paquetes descartados'),
}
