import type { Language } from '../../socket/language.ts'
import { wordsOf } from '../frame/words.ts'

/** What options mean that several of listen, connect and relay have. */
const ENGLISH = {
  'on-eof':
    'when the input ends: half-close (tell the peer, go on receiving; the rule for streams), close, keep (tell nobody), or half-close and wait so long at most (the rule for datagrams: 1s)',
  send: 'send a file instead of the standard input',
  'receive-only': 'send nothing, and read no input',
  crlf: 'end lines with CR LF',
  split:
    'cut the input into messages: a line each (the rule for datagrams), all of it in one, or so many bytes each',
  progress:
    'how much has moved and how fast, on stderr; otherwise when it is a terminal and data goes elsewhere',
  raw: "on a terminal, do not make the peer's control characters visible: let them act",
  hex: 'show what moves in hexadecimal, on stderr: > sent, < received',
  pcap: 'keep what moves as packets, for Wireshark; no privileges needed, the headers are made up',
  cert: 'TLS: the own certificate, and those that lead to its issuer (PEM)',
  key: "TLS: the own certificate's key (PEM)",
  ca: 'TLS: whom to trust instead of the well-known authorities (PEM); of a server: ask clients for a certificate',
  servername: "TLS: the server's name, when it is not the host's",
  alpn: 'TLS: protocols to offer or to accept, such as h2,http/1.1',
  insecure: 'TLS: trust any certificate',
} as const

export type SharedTransferOption = keyof typeof ENGLISH

const SPANISH: Readonly<Record<SharedTransferOption, string>> = {
  'on-eof':
    'cuando acaba la entrada: half-close (se lo dice al otro y sigue recibiendo; la regla en los flujos), close (cierra), keep (no dice nada), o half-close y esperar a lo sumo ese tiempo (la regla en los datagramas: 1s)',
  send: 'envía un archivo en lugar de la entrada estándar',
  'receive-only': 'no envía nada ni lee la entrada',
  crlf: 'termina las líneas con CR LF',
  split:
    'corta la entrada en mensajes: una línea cada uno (la regla en los datagramas), toda en uno, o de tantos bytes',
  progress:
    'cuánto pasó y a qué ritmo, por stderr; si no se dice, cuando es una terminal y los datos van a otra parte',
  raw: 'en una terminal, no hace visibles los caracteres de control del otro lado: los deja actuar',
  hex: 'muestra en hexadecimal lo que pasa, por stderr: > enviado, < recibido',
  pcap: 'guarda lo que pasa como paquetes, para Wireshark; sin privilegios, los encabezados son inventados',
  cert: 'TLS: el certificado propio, y los que llevan hasta quien lo firmó (PEM)',
  key: 'TLS: la clave del certificado propio (PEM)',
  ca: 'TLS: en quién confiar en lugar de las autoridades conocidas (PEM); en un servidor: pide certificado a los clientes',
  servername: 'TLS: el nombre del servidor, cuando no es el del host',
  alpn: 'TLS: protocolos que se ofrecen o se aceptan, como h2,http/1.1',
  insecure: 'TLS: confía en cualquier certificado',
}

/** With the options that all of the command line has in common. */
export function sharedTexts(language: Language) {
  return { ...wordsOf(language).shared, ...(language === 'en' ? ENGLISH : SPANISH) }
}
