import type { englishLookups } from './english-lookups.ts'
import { all, some } from './spanish-phrases.ts'
import type { Wording } from './wording.ts'

const HINTS = {
  family: 'La familia pedida fue',
  type: 'El tipo pedido fue',
  'type+protocol': 'El tipo y el protocolo pedidos fueron',
}

export const spanishLookups: Wording<typeof englishLookups> = {
  noNameServer: () =>
    'El archivo /etc/resolv.conf no nombra ningún servidor de nombres: agregá uno, o usá una dirección en números.',
  noRouteToServer: (server) =>
    `Ninguna ruta lleva al servidor de nombres ${server} de /etc/resolv.conf: revisá la red.`,
  nameServersSilent: (servers) =>
    `Se preguntó a los servidores de nombres de /etc/resolv.conf: ${some(servers)}.`,
  nothingAsked: () => 'No se dio ni host ni servicio: hace falta uno de los dos.',
  numericHostOnly: (host) =>
    `AI_NUMERICHOST quiere direcciones en números, y ${host} es un nombre: sacá el flag.`,
  numericServiceOnly: (service) =>
    `AI_NUMERICSERV quiere puertos en números, y ${service} es un nombre: sacá el flag.`,
  addressConfig: (isV6) =>
    `AI_ADDRCONFIG deja afuera a ${isV6 ? 'IPv6' : 'IPv4'}, porque ninguna interfaz salvo lo tiene una dirección así: sacá el flag.`,
  otherFamilyNumber: (host, isV6) =>
    `El host ${host} es una dirección ${isV6 ? 'IPv6' : 'IPv4'}, y se pidió ${isV6 ? 'AF_INET' : 'AF_INET6'}: pedí AF_UNSPEC.`,
  multicastName: (host) =>
    `El nombre ${host} termina en .local, que se pregunta en la red local (mDNS): para eso hacen falta Avahi y nss-mdns.`,
  hostAlike: (host, alike) => `El archivo /etc/hosts no tiene ${host}, pero sí ${alike}.`,
  noDot: (host, domains) =>
    domains.items.length === 0
      ? `El nombre ${host} no tiene punto: se busca en /etc/hosts, y /etc/resolv.conf no tiene un dominio (search) para completarlo.`
      : `El nombre ${host} no tiene punto: se buscó en /etc/hosts, y debajo de ${some(domains)} (search en /etc/resolv.conf).`,
  hostIsUrl: (text, host) => `El host ${text} es una URL: de ella, el host es solo ${host}.`,
  hostInBrackets: (text, plain, port) =>
    `Los corchetes son de las URL: en vez de ${text} escribí ${plain}${port === null ? '' : `, y ${port} como servicio`}.`,
  hostWithPort: (text, plain, port) =>
    `El host ${text} lleva un puerto adentro: escribí ${plain} como host y ${port} como servicio.`,
  hostWithSpace: (text) => `El host "${text}" tiene un espacio, y ningún nombre lo tiene.`,
  notInet4: (text) => `El host ${text} no es una dirección IPv4: esas tienen cuatro números de 0 a 255.`,
  labelTooLong: (text) =>
    `El host ${text} tiene más de 63 caracteres entre dos puntos, y ningún nombre los tiene.`,
  rawService: () => 'Los sockets raw no tienen puertos, y por eso tampoco servicio: no lo nombres.',
  portTooHigh: (service) => `El puerto ${service} no existe: van de 0 a 65535.`,
  noServices: () =>
    'El archivo /etc/services, que da nombres a los puertos, falta o está vacío: escribí el puerto como número.',
  serviceUnknown: (service, alike) =>
    `El archivo /etc/services no tiene ${service}${alike === null ? '' : `, pero sí ${alike}`}; un puerto se puede escribir como número.`,
  serviceOfOthers: (service, protocols, asked) =>
    `El servicio ${service} es de ${all([...new Set(protocols)])}, y se pidió ${asked}: escribí el puerto como número.`,
  wrongHint: (hint, value) => `${HINTS[hint]} ${value}.`,
  unknownFlags: (flags) => `Entre los flags, ${flags} no significa nada: sacalo.`,
  canonicalNameOfNobody: () => 'AI_CANONNAME pide el nombre de un host, y no se dio ninguno.',
}
