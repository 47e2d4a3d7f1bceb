import { count, number } from '../../kernel/investigate/spanish-phrases.ts'
import type { Wording } from '../../kernel/investigate/wording.ts'
import type { englishMeanings, englishNotes } from './english-explanations.ts'

export const spanishMeanings: Wording<typeof englishMeanings> = {
  LISTEN: () =>
    'LISTEN: acá un servidor recibe conexiones. recv-q cuenta las que esperan el accept(), y send-q cuántas pueden esperar (el backlog).',
  SYN_SENT: () =>
    'SYN_SENT: connect() pidió una conexión y nada contestó todavía: no hay tal host, o un firewall calla. Vuelve a pedirla después de 1, 2, 4 s y así, unos dos minutos en total.',
  SYN_RECV: () =>
    'SYN_RECV: se contestó el SYN de un cliente y falta su ACK. Eso tarda una ida y vuelta; si no llega, la respuesta se repite durante un minuto más o menos.',
  ESTABLISHED: () =>
    'ESTAB: la conexión está en pie y los dos lados pueden enviar. Dura hasta que alguno cierre; el silencio no la termina.',
  FIN_WAIT1: () =>
    'FIN_WAIT_1: este lado cerró y el par no lo confirmó. Eso tarda una ida y vuelta, salvo que queden datos por salir o que el par ya no esté.',
  FIN_WAIT2: () => 'FIN_WAIT_2: este lado cerró, el par lo confirmó, y todavía no cerró el suyo.',
  TIME_WAIT: () =>
    'TIME_WAIT: la conexión terminó, y este lado cerró primero. El núcleo guarda sus direcciones 60 s, para que los segmentos atrasados no caigan en una conexión posterior. No hay nada mal, y ningún programa la tiene abierta.',
  CLOSE_WAIT: () =>
    'CLOSE_WAIT: el par cerró, y el programa de acá no llamó a close(). Ninguna otra cosa termina esto: si estos sockets quedan o se juntan, el programa se olvida de cerrarlos.',
  LAST_ACK: () =>
    'LAST_ACK: los dos lados cerraron, primero el par, y falta su última confirmación. Eso tarda una ida y vuelta, o lo que haga falta para enviar lo que está en cola.',
  CLOSING: () =>
    'CLOSING: los dos lados cerraron a la vez, y falta la confirmación de nuestro cierre. Eso tarda una ida y vuelta.',
  BOUND: () =>
    'BOUND: bind() le dio esta dirección al socket, que ni escucha ni está conectado. El puerto está ocupado igual.',
  udpOpen: () => 'UNCONN, de UDP: toma datagramas de cualquiera que los envíe a esta dirección.',
  udpConnected: () =>
    'ESTAB, de UDP: se llamó a connect(), así que toma datagramas de este par y de nadie más. Eso se sabe solamente acá: al par no se le preguntó.',
  raw: () => 'Un socket raw: recibe una copia de cada paquete de este protocolo.',
  unixListen: () =>
    'LISTEN, de un socket Unix: acá un servidor recibe conexiones. recv-q cuenta las que esperan el accept(), y send-q cuántas pueden esperar.',
  unixConnected: () =>
    'ESTAB, de un socket Unix: conectado con otro socket de esta máquina. Los que no tienen nombre se muestran por su inode.',
  unixIdle: () => 'UNCONN, de un socket Unix: ni escucha ni está conectado.',
  unixDgramNamed: () => 'UNCONN, de datagramas Unix: toma los que cualquiera envíe a este nombre.',
  unixDgramUnnamed: () => 'UNCONN, de datagramas Unix, sin nombre: puede enviar, y nadie puede enviarle.',
  unixDgramConnected: () =>
    'ESTAB, de datagramas Unix: tiene un par, o es el par que otro eligió con connect().',
  packet: () =>
    'Un socket packet: ve las tramas de una interfaz antes que los protocolos, como los programas que capturan.',
  netlink: () =>
    'Un socket netlink: la línea de un programa con el núcleo, sobre interfaces, rutas, sockets y demás.',
  page: (state) => `Más: soquete explain ${state}`,
}

const times = (many: number): string => (many === 1 ? 'una vez' : `${number(many)} veces`)

const bytes = (many: number): string => count(many, 'byte')

export const spanishNotes: Wording<typeof englishNotes> = {
  queued: (waiting, backlog) =>
    `${count(waiting, 'conexión espera', 'conexiones esperan')} el accept(); pueden esperar ${number(backlog)}.`,
  queueFills: (waiting, backlog) =>
    `La cola se llena: ${number(waiting)} de ${number(backlog)} esperan el accept(). El programa acepta más despacio de lo que llegan los clientes.`,
  queueFull: (waiting, backlog) =>
    `La cola está llena: ${number(waiting)} esperan el accept(), y el backlog es ${number(backlog)}. Los clientes que siguen no reciben respuesta y reintentan, cada vez más segundos después.`,
  waitsForAccept: (who) =>
    `Espera en la cola del que escucha a que ${who ?? 'el programa'} llame a accept(); el cliente ve una conexión, y quizás ya envió.`,
  otherEnd: (who, state) => `El otro extremo lo tiene ${who}${state === null ? '' : `, en ${state}`}.`,
  tries: (sent, next) => `Se envió ${times(sent)} hasta ahora; otra vez en ${next}.`,
  orphan: (left) =>
    `Ya ningún programa lo tiene abierto, así que el núcleo lo descarta en ${left} (net.ipv4.tcp_fin_timeout).`,
  halfClosed: () =>
    'El programa terminó su dirección con shutdown() y todavía puede recibir: nada limita ese tiempo.',
  gone: (left) => `Desaparece en ${left}; hasta entonces, bind() a este puerto necesita SO_REUSEADDR.`,
  closedSince: (ago) => `El par cerró hace ${ago}, o antes.`,
  readToEnd: () => 'El programa leyó el final del flujo del par (recv dio 0): lo que falta es close().',
  endUnread: (many) =>
    many === 0
      ? 'El programa ni siquiera leyó el final del flujo del par: está ocupado en otra cosa, o trabado.'
      : `El programa no leyó hasta el final: ${many === 1 ? 'espera' : 'esperan'} ${bytes(many)}, y detrás el final.`,
  unread: (many, ago) => `El programa no leyó ${bytes(many)}; lo último llegó hace ${ago}.`,
  unreadHere: (many) => `El programa no leyó ${bytes(many)} que ya llegaron.`,
  waitsForPeer: (many) =>
    `Lo enviado espera a que el par lo lea; con lo que el núcleo necesita para eso ocupa ${bytes(many)}.`,
  datagramsWait: (many) =>
    `Hay datagramas sin leer; con lo que el núcleo necesita para ellos ocupan ${bytes(many)}.`,
  dropped: (many) =>
    `Desde que se abrió ${many === 1 ? 'se descartó 1 paquete' : `se descartaron ${number(many)} paquetes`}, por lo general porque el búfer de recepción estaba lleno: el programa lee despacio, o SO_RCVBUF es chico.`,
  zeroWindow: (many, probes, next) =>
    `${bytes(many)} no ${many === 1 ? 'puede' : 'pueden'} salir: la ventana del par está cerrada, porque su programa no lee. ${probes === 0 ? 'Se le pregunta' : `Se le preguntó ${times(probes)} hasta ahora; otra vez`} en ${next}.`,
  lost: (many, retries, next) =>
    `${bytes(many)} sin confirmar: se ${many === 1 ? 'reenvió' : 'reenviaron'} ${times(retries)} hasta ahora, y otra vez en ${next}. Se pierden segmentos, o el par ya no está.`,
  peerGone: () =>
    'Su par cerró: una lectura da acá lo que queda y después 0, y una escritura falla con EPIPE.',
}
