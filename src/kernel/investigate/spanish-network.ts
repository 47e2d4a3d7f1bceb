import type { englishNetwork } from './english-network.ts'
import type { Route } from './facts.ts'
import { all, some } from './spanish-phrases.ts'
import type { Wording } from './wording.ts'

function way({ destination, device, gateway }: Route): string {
  return `${destination}${gateway === null ? '' : ` por ${gateway}`} (${device})`
}

export const spanishNetwork: Wording<typeof englishNetwork> = {
  routeForbids: (host, destination) =>
    `Una ruta de esta máquina prohíbe ${destination}, y con eso ${host}: "ip route" la muestra como prohibit o unreachable.`,
  bindForbidden: () =>
    'Quizás lo prohíba un módulo de seguridad (SELinux, AppArmor) o el SocketBindDeny= de systemd: mirá el registro del sistema.',
  ruleForbids: (host) =>
    `Quizás un firewall de esta máquina prohíba enviar a ${host}: mirá "nft list ruleset", "iptables -S", y el IPAddressDeny= de systemd.`,
  interfaceDown: (names) =>
    names.length === 1
      ? `La interfaz ${names[0]} está apagada: levantala con "ip link set ${names[0]} up".`
      : `Las interfaces ${all(names)} están apagadas: levantá la que lleve ahí con "ip link set NOMBRE up".`,
  noLink: (name) =>
    `La interfaz ${name} está levantada pero sin enlace: el cable, la radio o la otra punta no funciona.`,
  noNetwork: (down) =>
    down.length === 0
      ? 'Esta máquina no tiene red: lo es su única interfaz, como en un contenedor sin red.'
      : `Esta máquina no tiene red: ${all(down)} ${down.length === 1 ? 'está apagada' : 'están apagadas'}.`,
  noAddress: (host, version) =>
    `Ninguna interfaz salvo lo tiene una dirección ${version}${version === 'IPv6' ? ' que valga más allá de su enlace' : ''}, así que nada lleva a ${host}: dale una a alguna, o usá la otra versión de IP.`,
  noRoute: (host, version, { items, more }) =>
    items.length === 0
      ? `Ninguna ruta lleva a ${host}: esta máquina no tiene rutas ${version}.`
      : `Ninguna ruta lleva a ${host}: no hay ruta por defecto, solo ${some({ items: items.map(way), more })}.`,
  routeElsewhere: (route) =>
    `La tabla principal tiene una ruta, ${way(route)}: una regla ("ip rule") lleva a otra parte, o a un router del camino le falta.`,
  neighbourSilent: (host, device, isGateway) =>
    `El ${isGateway ? 'router' : 'host'} ${host} no contesta en ${device}: fijate si está encendido, y si está en esa red.`,
  routerSays: (host, gateway) =>
    gateway === null
      ? `El host ${host}, o algo delante de él, dice que no se lo puede alcanzar: quizás su firewall.`
      : `Un router del camino, ${gateway} o uno posterior, dice que no se puede alcanzar ${host}: revisá la dirección y su red.`,
  synUnanswered: (segments, retries) =>
    `El SYN se envió ${segments === 1 ? 'una vez' : `${segments} veces`}${retries === null ? ' dentro del límite de tiempo' : ` (TCP_SYNCNT, o net.ipv4.tcp_syn_retries, es ${retries})`}, y nadie contestó.`,
}
