import type { TransferWords } from './transfer-words.ts'

export const TRANSFER_ENGLISH: TransferWords = {
  idle: (name, duration) => `${name}: nothing has moved for ${duration} (--idle)`,
  noConnection: (duration) => `nobody has connected for ${duration} (--timeout)`,
  retrying: (message, duration) => `${message}; tried again in ${duration}`,
  lineTooLong: (limit) =>
    `a line of the input is longer than ${limit}, and no datagram is: cut it with --split SIZE`,
  cannotRead: (file, reason) => `cannot read ${file}: ${reason}`,
  cannotWrite: (file, reason) => `cannot write ${file}: ${reason}`,
  tls: {
    untrusted: (name, reason) => `${name}: the certificate is not trusted: ${reason}`,
    failed: (name, reason) => `${name}: TLS failed: ${reason}`,
    noHandshake: (name, duration) => `${name}: no TLS handshake within ${duration}`,
    cut: (name) => `${name}: the connection ended without TLS saying so: something may be missing`,
    left: 'the other side left during the handshake',
    selfSigned:
      'If the certificate is your own, name it or its issuer: --ca FILE. --insecure trusts anybody.',
    wrongName: 'If the server is known by another name than the one connected to: --servername NAME.',
    expired:
      'The server needs a new certificate; check the clock of this machine too. --insecure trusts anybody.',
    notTls: 'Perhaps the other side does not speak TLS: try tcp:// instead of tls://.',
    needsCertificate: 'a TLS server needs --cert FILE and --key FILE',
    makeOne:
      "To try it: openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' -keyout key.pem -out cert.pem",
  },
  usage: {
    onlyWith: (option, needed) => `${option} goes with ${needed}`,
    notWith: (option, other) => `${option} does not go with ${other}`,
    oneEndpoint: 'several endpoints are for --check; to talk, name one',
    severalKept: 'several endpoints go with --keep',
    noCommand: '--exec needs a command behind --, as in: soquete listen -k 4444 --exec -- cat',
    noCheckOfDatagrams: 'nobody can tell whether somebody listens for datagrams: --check is for connections',
    cannotRelay: (from, to) =>
      `${from} cannot be relayed to ${to}: streams go to streams, messages to messages`,
    noTlsCommand:
      '--exec hands the connection itself to the command, which knows no TLS: put soquete relay in front of it',
    tooManyPorts: (most) => `more than ${most} ports at a time`,
    noHost: (where) => `${where} names no host to connect to; this machine is localhost, 127.0.0.1 or [::1]`,
    noPort: (where) => `${where} names no port to connect to; 0 is for listening`,
    badRange: (text) => `${text} is no range of ports: the first is 1 or more, and not above the last`,
  },
  check: {
    open: (where, duration) => `${where}  open  ${duration}`,
    closed: (where, why) => `${where}  ${why}`,
  },
  commandEnded: (how) => `the command ended with ${how}`,
  tooSlow: 'it took nothing for 5 s, and the others go on without it',
  pcap: {
    made: 'Made from what the sockets sent and received, without privileges: the bytes, their order and times are real, the headers are not.',
    unix: 'A Unix socket: the addresses and ports stand for its two sides.',
  },
}
