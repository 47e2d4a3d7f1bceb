import type { Language } from '../../socket/language.ts'
import type { CommandText } from '../frame/command.ts'
import type { CAPTURE_OPTIONS } from './options.ts'

export const CAPTURE_TEXTS: Readonly<Record<Language, CommandText<keyof typeof CAPTURE_OPTIONS>>> = {
  en: {
    summary: 'Shows the packets that this machine sends and receives, or writes them to a file.',
    examples: [
      'a line for each packet, of all interfaces, until Ctrl-C',
      'what goes to and from one port of this machine',
      'ten seconds of web traffic, for Wireshark or tcpdump',
      'watch it in Wireshark as it comes',
      'the next ping of a host, with its bytes',
      'for a program: a line of JSON for each packet',
      'which interfaces are there?',
    ],
    options: {
      interface: 'of this interface; otherwise, and by the name any, of all of them',
      write: 'to a pcapng file; - is the standard output, for another program',
      count: 'end after so many packets',
      for: 'end after so long',
      snap: 'bytes of each packet that are kept; otherwise all',
      print: 'a line for each packet also while a file is written',
      hex: 'the bytes of each packet below its line; with --json, in base64',
      list: 'list the interfaces, and end',
      json: 'what is captured, as a line of JSON each',
      quiet: 'say only what goes wrong',
    },
    notes: [
      'FILTER says which packets: ip, ip6, arp, tcp, udp, icmp, icmp6, port N, host ADDRESS, with src or dst in front of these two; joined by and, or, not and ( ). The words mean what they mean to tcpdump. The kernel runs the filter, so what does not pass costs nothing.',
      'It needs the right to packet sockets (CAP_NET_RAW). It does not put interfaces into promiscuous mode. Packets that found no room are counted as dropped.',
    ],
  },
  es: {
    summary: 'Muestra los paquetes que esta máquina envía y recibe, o los guarda en un archivo.',
    examples: [
      'una línea por paquete, de todas las interfaces, hasta Ctrl-C',
      'lo que va y viene de un puerto de esta máquina',
      'diez segundos de tráfico web, para Wireshark o tcpdump',
      'verlo en Wireshark a medida que llega',
      'el próximo ping de un host, con sus bytes',
      'para un programa: una línea de JSON por paquete',
      '¿qué interfaces hay?',
    ],
    options: {
      interface: 'de esta interfaz; si no se dice, o con el nombre any, de todas',
      write: 'en un archivo pcapng; - es la salida estándar, para otro programa',
      count: 'termina después de tantos paquetes',
      for: 'termina pasado ese tiempo',
      snap: 'bytes de cada paquete que se guardan; si no se dice, todos',
      print: 'una línea por paquete también mientras se escribe un archivo',
      hex: 'los bytes de cada paquete debajo de su línea; con --json, en base64',
      list: 'lista las interfaces y termina',
      json: 'lo que se captura, en una línea de JSON por vez',
      quiet: 'dice solo lo que sale mal',
    },
    notes: [
      'FILTER dice qué paquetes: ip, ip6, arp, tcp, udp, icmp, icmp6, port N, host DIRECCIÓN, y ante estos dos src o dst; unidos por and, or, not y ( ). Las palabras significan lo mismo que para tcpdump. El filtro corre en el núcleo: lo que no pasa no cuesta nada.',
      'Necesita permiso para sockets de paquetes (CAP_NET_RAW). No pone las interfaces en modo promiscuo. Los paquetes que no encontraron lugar se cuentan como descartados.',
    ],
  },
}
