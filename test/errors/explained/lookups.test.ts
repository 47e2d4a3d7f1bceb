import { explains, resolvConf } from './namespace.ts'

explains(
  'EAI_NONAME, EAI_AGAIN: a host that is something else',
  {
    'neither host nor service': {
      code: 'EAI_NONAME',
      en: ['Neither a host nor a service was given: one of them is needed.'],
      es: ['No se dio ni host ni servicio: hace falta uno de los dos.'],
    },
    'a URL': {
      code: 'EAI_NONAME',
      en: ['The host http://example.com:80/index.html is a URL: only example.com of it is the host.'],
      es: ['El host http://example.com:80/index.html es una URL: de ella, el host es solo example.com.'],
    },
    'a host with a port': {
      code: 'EAI_NONAME',
      en: ['The host localhost:8080 has a port in it: write localhost as the host and 8080 as the service.'],
      es: [
        'El host localhost:8080 lleva un puerto adentro: escribí localhost como host y 8080 como servicio.',
      ],
    },
    'a host in brackets': {
      code: 'EAI_NONAME',
      en: ['Brackets are for URLs: instead of [::1]:8080 write ::1, and 8080 as the service.'],
      es: ['Los corchetes son de las URL: en vez de [::1]:8080 escribí ::1, y 8080 como servicio.'],
    },
    'a host with a space': {
      code: 'EAI_NONAME',
      en: ['The host "local host" has a space in it, which no name has.'],
      es: ['El host "local host" tiene un espacio, y ningún nombre lo tiene.'],
    },
    'a host of numbers': {
      code: 'EAI_AGAIN',
      en: ['The host 127.0.0.256 is no IPv4 address: that has four numbers from 0 to 255.'],
      es: ['El host 127.0.0.256 no es una dirección IPv4: esas tienen cuatro números de 0 a 255.'],
    },
  },
  { setup: resolvConf('') },
)

explains(
  'EAI_NONAME, EAI_ADDRFAMILY: names and numbers',
  {
    'a name where numbers are asked for': {
      code: 'EAI_NONAME',
      en: ['AI_NUMERICHOST takes addresses in numbers, and localhost is a name: leave the flag out.'],
      es: ['AI_NUMERICHOST quiere direcciones en números, y localhost es un nombre: sacá el flag.'],
    },
    'a service where numbers are asked for': {
      code: 'EAI_NONAME',
      en: ['AI_NUMERICSERV takes ports in numbers, and http is a name: leave the flag out.'],
      es: ['AI_NUMERICSERV quiere puertos en números, y http es un nombre: sacá el flag.'],
    },
    'an address of the other family': {
      code: 'EAI_ADDRFAMILY',
      en: ['The host ::1 is an IPv6 address, and AF_INET was asked for: ask for AF_UNSPEC.'],
      es: ['El host ::1 es una dirección IPv6, y se pidió AF_INET: pedí AF_UNSPEC.'],
    },
  },
  { setup: resolvConf('') },
)

explains(
  'EAI_SERVICE: a service that is unknown',
  {
    'a service that is mistyped': {
      code: 'EAI_SERVICE',
      en: ['The file /etc/services has no htpp, but it has http; a port can be written as a number.'],
      es: ['El archivo /etc/services no tiene htpp, pero sí http; un puerto se puede escribir como número.'],
    },
    'a service of another protocol': {
      code: 'EAI_SERVICE',
      en: ['The service tftp is for udp, and tcp was asked for: write the port as a number.'],
      es: ['El servicio tftp es de udp, y se pidió tcp: escribí el puerto como número.'],
    },
    'a service for a raw socket': {
      code: 'EAI_SERVICE',
      en: ['Raw sockets have no ports, so no service either: leave it out.'],
      es: ['Los sockets raw no tienen puertos, y por eso tampoco servicio: no lo nombres.'],
    },
  },
  { setup: resolvConf('') },
)

explains(
  'EAI_SERVICE: no file names services',
  {
    'a service without a list of them': {
      code: 'EAI_SERVICE',
      en: ['The file /etc/services, which names ports, is missing or empty: write the port as a number.'],
      es: [
        'El archivo /etc/services, que da nombres a los puertos, falta o está vacío: escribí el puerto como número.',
      ],
    },
  },
  {
    setup: `mount -t tmpfs none /mnt
touch /mnt/services
mount --bind /mnt/services /etc/services`,
  },
)

explains('EAI_FAMILY, EAI_SOCKTYPE, EAI_BADFLAGS: which hint', {
  'a family that is none': {
    code: 'EAI_FAMILY',
    en: ['The family 99.', 'The family of a lookup is AF_UNSPEC, AF_INET or AF_INET6.'],
    es: ['La familia pedida fue 99.', 'La familia de una búsqueda es AF_UNSPEC, AF_INET o AF_INET6.'],
  },
  'a type that is none': {
    code: 'EAI_SOCKTYPE',
    en: [
      'The type 99.',
      'The type of a lookup is SOCK_STREAM, SOCK_DGRAM, SOCK_RAW or 0, and must go with its protocol.',
    ],
    es: [
      'El tipo pedido fue 99.',
      'El tipo de una búsqueda es SOCK_STREAM, SOCK_DGRAM, SOCK_RAW o 0, y tiene que ir con su protocolo.',
    ],
  },
  'flags that are none': {
    code: 'EAI_BADFLAGS',
    en: ['Among the flags, 0x40000000 has no meaning: leave it out.'],
    es: ['Entre los flags, 0x40000000 no significa nada: sacalo.'],
  },
  'the name of nobody': {
    code: 'EAI_BADFLAGS',
    en: ['AI_CANONNAME asks for the name of a host, and none was given.'],
    es: ['AI_CANONNAME pide el nombre de un host, y no se dio ninguno.'],
  },
})
