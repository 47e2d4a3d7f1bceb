import type { englishSockets } from './english-sockets.ts'
import { familyName, protocolName, typeName } from './names.ts'
import { all, kinds, kindsOf, number } from './spanish-phrases.ts'
import type { Wording } from './wording.ts'

export const spanishSockets: Wording<typeof englishSockets> = {
  lowPort: (port, start) =>
    `El puerto ${port} está por debajo de ${start}, donde bind necesita CAP_NET_BIND_SERVICE (net.ipv4.ip_unprivileged_port_start).`,
  usePort: (start, node) =>
    `Elegí un puerto desde ${start}, ejecutalo como root, o dale a node la capacidad: setcap cap_net_bind_service=+ep ${node}.`,
  rawSocket: (kind) => `Los sockets ${kind === 'raw' ? 'raw' : 'de paquetes'} necesitan CAP_NET_RAW.`,
  optionNeeds: (option, capability) => `${option} con ese valor necesita ${capability}.`,
  grantCapability: (capability, node) =>
    `Ejecutalo como root, o dale a node la capacidad: setcap ${capability.toLowerCase()}=+ep ${node}; en un contenedor, --cap-add ${capability.slice(4)}.`,
  otherNamespace: (capability) =>
    `Este proceso tiene ${capability}, pero solo en su propio espacio de usuarios, que no es dueño de esta red.`,
  pingGroups: (low, high, group) =>
    `Los sockets ICMP sin privilegios ${low > high ? 'no son para ningún grupo' : `son para los grupos ${low} a ${high}`} (net.ipv4.ping_group_range), y este proceso es del grupo ${group}: ampliá el rango.`,
  broadcast: (address) => `La dirección ${address} es de broadcast: poné antes SO_BROADCAST.`,
  descriptors: ({ open, limit, kinds: counts, newest }) => {
    const last =
      newest === null || newest === counts[0]?.[0]
        ? ''
        : `; los últimos abiertos son sobre todo ${kindsOf(newest)}`
    return `Este proceso tiene ${number(open)} descriptores abiertos y puede tener ${number(limit)}: ${kinds(counts)}${last}.`
  },
  closeWaits: (many) =>
    `Hay ${many === 1 ? '1 conexión' : `${number(many)} conexiones`} en CLOSE_WAIT: el par ya cerró, y este programa no.`,
  raiseDescriptors: () =>
    'Cerrá lo que no haga falta, o subí el límite antes de que arranque el programa: ulimit -n como root, LimitNOFILE= en una unidad de systemd, --ulimit nofile= en un contenedor.',
  systemFiles: (open, most) =>
    `El sistema tiene ${number(open)} archivos abiertos y puede tener ${number(most)} (fs.file-max).`,
  unixLimit: (most, buffer) =>
    `Un mensaje de este socket tiene hasta ${number(most)} bytes, porque SO_SNDBUF es ${number(buffer)}: enviá menos, o subí SO_SNDBUF (hasta net.core.wmem_max).`,
  mtuLimit: (most, mtu, isV6) =>
    `${isV6 ? 'IPV6_MTU_DISCOVER' : 'IP_MTU_DISCOVER'} prohíbe fragmentar y la MTU es de ${number(mtu)}: un datagrama tiene hasta ${number(most)} bytes.`,
  udpLimit: (most, isV6) =>
    `Un datagrama UDP sobre ${isV6 ? 'IPv6' : 'IPv4'} tiene hasta ${number(most)} bytes: enviá menos, o varios datagramas.`,
  groupsFull: (most) =>
    `Un socket se une a ${number(most)} grupos como mucho (net.ipv4.igmp_max_memberships): usá otro socket, o subí ese límite.`,
  optionMemory: (most) =>
    `Las opciones de un socket tienen hasta ${number(most)} bytes de memoria (net.core.optmem_max): pedí menos, o subí ese límite.`,
  tcpMemory: (pages, limit) =>
    `TCP usa ${number(pages)} páginas de memoria y puede usar ${number(limit)} (net.ipv4.tcp_mem).`,
  familiesDiffer: (theirs, ours) =>
    `La dirección es de ${familyName(theirs)} y el socket de ${familyName(ours)}: los dos tienen que ser de la misma familia.`,
  noSuchFamily: (family) =>
    `Linux no tiene acá sockets de la familia ${familyName(family)}: las usuales son AF_INET, AF_INET6 y AF_UNIX.`,
  moduleMissing: (what, module) => `Este kernel no tiene ${what}: cargá su módulo con "modprobe ${module}".`,
  unixProtocol: (protocol) => `Los sockets Unix no tienen el protocolo ${protocol}: no lo nombres.`,
  protocolNeeds: (protocol, fitting, type) =>
    `${protocolName(protocol)} va con ${typeName(fitting)}, no con ${typeName(type)}: cambiá uno de los dos, o no nombres el protocolo.`,
  typesOf: (family, types) => `Los sockets de ${family} son ${all(types, 'o')}.`,
  optionOfOthers: (option, kind, ours) =>
    `${option ?? 'Esta opción'} es una opción de los sockets ${kind}, y este es ${ours}.`,
  optionNotSet: (option, release) =>
    `En este socket, Linux ${release} no deja poner ${option ?? 'esta opción'}: es nueva, o solo se lee.`,
  optionUnknown: (option, release) =>
    `De este socket, Linux ${release} no deja leer ${option ?? 'esta opción'}: es nueva, o solo se pone.`,
  mptcpOff: () => 'Multipath TCP está apagado (net.mptcp.enabled es 0): encendelo, o usá IPPROTO_TCP.',
  boundAlready: (local) => `Este socket ya tiene bind en ${local}, y se le hace una sola vez: usá uno nuevo.`,
  notListening: () => 'Este socket no escucha: llamá a listen() antes que a accept().',
  neverConnected: () => 'Este socket nunca se conectó: llamá antes a connect().',
  connectionOver: () => 'El par cerró o reinició la conexión: ya no se le puede enviar nada.',
  ownShutdown: (state) =>
    `De este lado se terminó el envío con shutdown(): la conexión está en ${state}, y solo se puede recibir.`,
}
