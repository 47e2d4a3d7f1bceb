import { testsInNamespace } from '../namespace.ts'

testsInNamespace('ICMP over raw and datagram sockets', new URL('icmp.child.js', import.meta.url))
testsInNamespace('IPv4 headers built by hand', new URL('header.child.js', import.meta.url))
testsInNamespace('packet sockets on a cable and on lo', new URL('packet.child.js', import.meta.url))
