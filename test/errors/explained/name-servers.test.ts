import { explains, resolvConf, VETH } from './namespace.ts'

explains(
  'EAI_NONAME, EAI_AGAIN: what a name server says',
  {
    'a name like a known one': {
      code: 'EAI_NONAME',
      en: [
        'The file /etc/hosts has no localhsot, but it has localhost.',
        'Check the spelling; the name is neither in /etc/hosts nor known to the name servers.',
      ],
      es: [
        'El archivo /etc/hosts no tiene localhsot, pero sí localhost.',
        'Revisá cómo está escrito: el nombre no está en /etc/hosts ni lo conocen los servidores de nombres.',
      ],
    },
    'a name without a dot': {
      code: 'EAI_NONAME',
      en: [
        'The name printer has no dot: it was looked for in /etc/hosts, and below example.org (search in /etc/resolv.conf).',
        'Check the spelling; the name is neither in /etc/hosts nor known to the name servers.',
      ],
      es: [
        'El nombre printer no tiene punto: se buscó en /etc/hosts, y debajo de example.org (search en /etc/resolv.conf).',
        'Revisá cómo está escrito: el nombre no está en /etc/hosts ni lo conocen los servidores de nombres.',
      ],
    },
    'a name of the local network': {
      code: 'EAI_NONAME',
      en: [
        'The name printer.local ends in .local, which is asked for on the local network (mDNS): that needs Avahi and nss-mdns.',
        'Check the spelling; the name is neither in /etc/hosts nor known to the name servers.',
      ],
      es: [
        'El nombre printer.local termina en .local, que se pregunta en la red local (mDNS): para eso hacen falta Avahi y nss-mdns.',
        'Revisá cómo está escrito: el nombre no está en /etc/hosts ni lo conocen los servidores de nombres.',
      ],
    },
    'a name that nobody has': {
      code: 'EAI_NONAME',
      en: ['Check the spelling; the name is neither in /etc/hosts nor known to the name servers.'],
      es: [
        'Revisá cómo está escrito: el nombre no está en /etc/hosts ni lo conocen los servidores de nombres.',
      ],
    },
    'a name server that fails': {
      code: 'EAI_AGAIN',
      en: [
        'Asked were the name servers of /etc/resolv.conf: 127.0.0.1.',
        'The name servers gave no answer, or failed: check the network and /etc/resolv.conf, then try again.',
      ],
      es: [
        'Se preguntó a los servidores de nombres de /etc/resolv.conf: 127.0.0.1.',
        'Los servidores de nombres no contestaron, o fallaron: revisá la red y /etc/resolv.conf, y probá de nuevo.',
      ],
    },
    'a name server that refuses': {
      code: 'EAI_AGAIN',
      en: [
        'Asked were the name servers of /etc/resolv.conf: 127.0.0.1.',
        'The name servers gave no answer, or failed: check the network and /etc/resolv.conf, then try again.',
      ],
      es: [
        'Se preguntó a los servidores de nombres de /etc/resolv.conf: 127.0.0.1.',
        'Los servidores de nombres no contestaron, o fallaron: revisá la red y /etc/resolv.conf, y probá de nuevo.',
      ],
    },
  },
  { setup: resolvConf('search example.org\nnameserver 127.0.0.1\n') },
)

explains(
  'EAI_AGAIN: no name server',
  {
    'no name server': {
      code: 'EAI_AGAIN',
      en: ['The file /etc/resolv.conf names no name server: add one, or use an address in numbers.'],
      es: [
        'El archivo /etc/resolv.conf no nombra ningún servidor de nombres: agregá uno, o usá una dirección en números.',
      ],
    },
  },
  { setup: resolvConf('') },
)

explains(
  'EAI_AGAIN: no network to the name server',
  {
    'no network to the name server': {
      code: 'EAI_AGAIN',
      en: ['This machine has no network: lo is its only interface, as in a container without a network.'],
      es: ['Esta máquina no tiene red: lo es su única interfaz, como en un contenedor sin red.'],
    },
  },
  { setup: resolvConf('nameserver 192.0.2.53\n') },
)

explains(
  'EAI_AGAIN: no route to the name server',
  {
    'no route to the name server': {
      code: 'EAI_AGAIN',
      en: ['No route leads to the name server 192.0.2.53 of /etc/resolv.conf: check the network.'],
      es: ['Ninguna ruta lleva al servidor de nombres 192.0.2.53 de /etc/resolv.conf: revisá la red.'],
    },
    'a family that no interface has': {
      code: 'EAI_AGAIN',
      en: ['No route leads to the name server 192.0.2.53 of /etc/resolv.conf: check the network.'],
      es: ['Ninguna ruta lleva al servidor de nombres 192.0.2.53 de /etc/resolv.conf: revisá la red.'],
    },
  },
  { setup: VETH + resolvConf('nameserver 192.0.2.53\n') },
)
