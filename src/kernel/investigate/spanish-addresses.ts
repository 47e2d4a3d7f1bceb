import type { englishAddresses } from './english-addresses.ts'
import type { Cover } from './facts.ts'
import { capital, named, number, some, who } from './spanish-phrases.ts'
import type { Wording } from './wording.ts'

const COVERS: Readonly<Record<Cover, (address: string) => string>> = {
  same: () => '',
  includes: (address) => ` en ${address}, que abarca todas las direcciones`,
  included: (address) => ` en ${address}, que el comodín incluye`,
  'takes-ipv4': (address) => ` en ${address}, que también toma IPv4`,
  ipv4: (address) => ` en ${address}, y el comodín de IPv6 también toma IPv4`,
}

const SHARE = 'compartí el puerto con SO_REUSEPORT en ambos sockets'

export const spanishAddresses: Wording<typeof englishAddresses> = {
  heldBy: ({ who: whose, state, address, cover }) =>
    `Lo tiene ${who(whose)}, ${state === 'UDP' ? 'socket UDP con bind' : state}${COVERS[cover](address)}.`,
  othersHold: (many) =>
    many === 1 ? 'Otro proceso también lo tiene.' : `Otros ${number(many)} procesos también lo tienen.`,
  freePort: () => `Elegí otro puerto, detené ese proceso, o ${SHARE}.`,
  closeOwn: () => `Elegí otro puerto, cerrá antes ese socket, o ${SHARE}.`,
  ephemeralPort: (low, high) =>
    `El sistema da los puertos ${low} a ${high} a los clientes (net.ipv4.ip_local_port_range): elegí uno de afuera, o reservá este con net.ipv4.ip_local_reserved_ports.`,
  leaveIpv4: () =>
    'Elegí otro puerto, detené ese proceso, o hacé que ponga IPV6_V6ONLY antes del bind, que deja IPv4 libre.',
  leaveIpv4ToIt: () =>
    'Elegí otro puerto, hacé que ese socket se cierre, o poné IPV6_V6ONLY antes del bind para tomar solamente IPv6.',
  reusePortMissing: () =>
    'SO_REUSEPORT está puesto acá, pero no en aquel socket: hace falta en los dos, antes del bind.',
  reusePortUser: (user) =>
    `SO_REUSEPORT comparte un puerto solo entre sockets de un mismo usuario, y aquel es de ${user}.`,
  timeWait: (many, seconds) =>
    many === 1
      ? `Ahí hay una conexión en TIME_WAIT, cuyo servidor cerró primero: le quedan ${seconds} s.`
      : `Ahí hay ${number(many)} conexiones en TIME_WAIT, cuyo servidor cerró primero: a la última le quedan ${seconds} s.`,
  setReuseAddress: (isSet) =>
    isSet === true
      ? 'Acá SO_REUSEADDR está puesto, así que la ejecución anterior arrancó sin él: esperá, y ponelo en cada ejecución del servidor.'
      : `Poné SO_REUSEADDR antes del bind en cada ejecución del servidor${isSet === false ? ' (esta arrancó sin él)' : ''}, o dejá que los clientes cierren primero.`,
  orphan: (many, state, seconds) =>
    `Ahí ${many === 1 ? 'todavía termina una conexión que ya no es' : `todavía terminan ${number(many)} conexiones que ya no son`} de ningún proceso, en ${state}${seconds === null ? '' : `: le quedan ${seconds} s`}.`,
  boundHere: (fd) => `Lo tiene este mismo proceso: con el descriptor ${fd} hizo bind, y no escucha.`,
  boundSilently: () =>
    'Ahora ahí nadie escucha ni hay conexiones: algún socket hizo solamente bind, y a esos el kernel no los lista, o quien lo tenía acaba de irse.',
  portsExhausted: ({ low, high, taken, timeWait, peer }) => {
    const size = high - low + 1
    const ports = `${number(size)} puertos que el sistema elige (net.ipv4.ip_local_port_range, ${low} a ${high})`
    const towards = peer === null ? '' : ` hacia ${peer}`
    const waiting = timeWait === 0 ? '' : `, ${number(timeWait)} por conexiones en TIME_WAIT`
    return taken >= size
      ? `Los ${ports} están ocupados${towards}${waiting}.`
      : `De los ${ports}, ${number(taken)} están ocupados${towards}${waiting}.`
  },
  useFewerPorts: (towardsPeer) =>
    towardsPeer
      ? 'Volvé a usar las conexiones en vez de abrir otras, conectá desde más direcciones, o ampliá el rango.'
      : 'Cerrá los sockets que no hagan falta, hacé bind a un puerto elegido por vos, o ampliá el rango.',
  connectionExists: (from, to) =>
    `Ya existe una conexión de ${from} a ${to}, o está en TIME_WAIT: hacé bind a otro puerto, o al puerto 0.`,
  ipv6Off: (how) =>
    how === 'kernel'
      ? 'Este kernel corre sin IPv6: usá IPv4, o arrancalo sin ipv6.disable=1.'
      : 'IPv6 está apagado en esta máquina (net.ipv6.conf.all.disable_ipv6 es 1): encendelo, o usá IPv4.',
  unready: (address, device, state) =>
    state === 'tentative'
      ? `La dirección ${address} de ${device} no está lista: todavía se averigua si otro host la tiene; probá en dos segundos.`
      : `La dirección ${address} de ${device} no se puede usar: otro host también la tiene; dale otra a esta máquina.`,
  notForStreams: (address, many) =>
    `La dirección ${address} es de ${many}, y un stream va a un solo par: usá SOCK_DGRAM.`,
  notOurs: (address, ours) => `La dirección ${address} no es de esta máquina, que tiene ${some(ours)}.`,
  bindToOurs: (any) => `Hacé bind a una que tenga, o a ${any} para abarcarlas todas.`,
  scopeMissing: (address, interfaces) =>
    `La dirección ${address} es de enlace local y vale en una sola interfaz: nombrala con scopeId${interfaces.items.length === 0 ? '' : `, el número de ${named(interfaces, 'o')}`}.`,
  noInterface: (wanted, interfaces) =>
    `Ninguna interfaz ${typeof wanted === 'number' ? 'tiene el índice' : 'se llama'} ${wanted}; hay ${named(interfaces)}.`,
  refusedFarAway: (host, port, protocol) =>
    `El host ${host} contestó: ahí nadie escucha en el puerto ${port} de ${protocol}, o su firewall rechaza. Revisá el puerto, y el servidor de allá.`,
  listensElsewhere: (whose, addresses, wanted) =>
    `${capital(who(whose))} escucha solo en ${some(addresses)}: conectate ahí, o hacé que su bind sea a ${wanted} o al comodín.`,
  listensV6Only: (whose, address) =>
    `${capital(who(whose))} escucha en ${address} solo para IPv6 (IPV6_V6ONLY): conectate a una dirección IPv6.`,
  listensNow: (whose, address) =>
    `${capital(who(whose))} escucha ahora en ${address}: empezó después de esta llamada, o un firewall de esta máquina rechaza.`,
  otherProtocol: (whose, has, wanted, port) =>
    `Nadie escucha en el puerto ${port} de ${wanted}, pero ${who(whose)} tiene el ${port} de ${has}: uno de los dos usa el tipo equivocado.`,
  nobodyListens: (protocol, port) =>
    `Ahí nadie escucha: ningún socket de esta máquina recibe lo que llega al puerto ${port} de ${protocol}.`,
  startServer: () => 'Arrancá antes el servidor, y revisá el puerto.',
}
