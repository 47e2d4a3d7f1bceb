import type { TransferWords } from './transfer-words.ts'

export const TRANSFER_SPANISH: TransferWords = {
  idle: (name, duration) => `${name}: nada se movió durante ${duration} (--idle)`,
  noConnection: (duration) => `nadie se conectó durante ${duration} (--timeout)`,
  retrying: (message, duration) => `${message}; nuevo intento en ${duration}`,
  lineTooLong: (limit) =>
    `una línea de la entrada pasa de ${limit}, y ningún datagrama llega a tanto: cortala con --split SIZE`,
  cannotRead: (file, reason) => `no se puede leer ${file}: ${reason}`,
  cannotWrite: (file, reason) => `no se puede escribir ${file}: ${reason}`,
  tls: {
    untrusted: (name, reason) => `${name}: el certificado no es de confianza: ${reason}`,
    failed: (name, reason) => `${name}: falló TLS: ${reason}`,
    noHandshake: (name, duration) => `${name}: no hubo handshake de TLS en ${duration}`,
    cut: (name) => `${name}: la conexión terminó sin que TLS lo dijera: puede faltar algo`,
    left: 'el otro lado se fue durante el handshake',
    selfSigned:
      'Si el certificado es tuyo, indicalo, o a quien lo firmó: --ca FILE. --insecure confía en cualquiera.',
    wrongName: 'Si el servidor se llama de otro modo que el host al que se conectó: --servername NAME.',
    expired:
      'El servidor necesita un certificado nuevo; revisá también el reloj de esta máquina. --insecure confía en cualquiera.',
    notTls: 'Quizás el otro lado no habla TLS: probá tcp:// en lugar de tls://.',
    needsCertificate: 'un servidor de TLS necesita --cert FILE y --key FILE',
    makeOne:
      "Para probar: openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' -keyout key.pem -out cert.pem",
  },
  usage: {
    onlyWith: (option, needed) => `${option} va junto con ${needed}`,
    notWith: (option, other) => `${option} no va junto con ${other}`,
    oneEndpoint: 'varios extremos son para --check; para hablar, indicá uno',
    severalKept: 'varios extremos van junto con --keep',
    noCommand: '--exec necesita una orden detrás de --, como en: soquete listen -k 4444 --exec -- cat',
    noCheckOfDatagrams: 'nadie puede saber si alguien espera datagramas: --check es para conexiones',
    cannotRelay: (from, to) =>
      `${from} no se puede retransmitir a ${to}: los flujos van con flujos, los mensajes con mensajes`,
    noTlsCommand:
      '--exec entrega a la orden la conexión misma, y ella no sabe de TLS: poné soquete relay por delante',
    tooManyPorts: (most) => `más de ${most} puertos a la vez`,
    noHost: (where) =>
      `${where} no nombra un host al que conectarse; esta máquina es localhost, 127.0.0.1 o [::1]`,
    noPort: (where) => `${where} no nombra un puerto al que conectarse; el 0 es para escuchar`,
    badRange: (text) => `${text} no es un rango de puertos: el primero es 1 o más, y no pasa del último`,
  },
  check: {
    open: (where, duration) => `${where}  abierto  ${duration}`,
    closed: (where, why) => `${where}  ${why}`,
  },
  commandEnded: (how) => `la orden terminó con ${how}`,
  tooSlow: 'no tomó nada durante 5 s, y los demás siguen sin él',
  pcap: {
    made: 'Hecho con lo que los sockets enviaron y recibieron, sin privilegios: los bytes, su orden y su hora son reales, los encabezados no.',
    unix: 'Un socket Unix: las direcciones y los puertos representan sus dos lados.',
  },
}
