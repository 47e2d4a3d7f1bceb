import { wire } from './script.ts'

wire(
  'FIN-WAIT · we close first; MUST-13: TIME-WAIT lasts 2 MSL, and answers a FIN that comes again',
  `
  shutdown
  > ACK,FIN seq 1 ack 1
  state FIN-WAIT-1
  < ACK seq 1 ack 2
  state FIN-WAIT-2
  < ACK seq 1 ack 2 len 5
  recv 9 = 5
  < ACK,FIN seq 6 ack 2
  > ACK seq 2 ack 7
  state TIME-WAIT
  edge ended
  recv 1 = 0
  wait 59 s
  connections = 1
  < ACK,FIN seq 6 ack 2
  > ACK seq 2 ack 7
  wait 59 s
  connections = 1
  wait 1 s
  connections = 0
`,
)

wire(
  'CLOSE-WAIT · the peer closes first, we send on, then LAST-ACK',
  `
  < ACK,FIN seq 1 ack 1
  > ACK seq 1 ack 2
  state CLOSE-WAIT
  recv 1 = 0
  < ACK,FIN seq 1 ack 1   // again
  > ACK seq 1 ack 2
  send 3 = 3
  > ACK seq 1 ack 2 len 3
  shutdown
  > ACK,FIN seq 4 ack 2
  state LAST-ACK
  < ACK seq 2 ack 5
  state CLOSED
  connections = 0
`,
)

wire(
  'CLOSING · both close at once',
  `
  shutdown
  > ACK,FIN seq 1 ack 1
  < ACK,FIN seq 1 ack 1
  > ACK seq 2 ack 2
  state CLOSING
  < ACK seq 2 ack 2
  state TIME-WAIT
`,
)

wire(
  'FIN-WAIT-1 · the FIN and its acknowledgement in one',
  `
  shutdown
  > ACK,FIN seq 1 ack 1
  < ACK,FIN seq 1 ack 2
  > ACK seq 2 ack 2
  state TIME-WAIT
`,
)

wire(
  'FIN-WAIT-1 · a FIN that is lost is sent again',
  `
  shutdown
  > ACK,FIN seq 1 ack 1
  wait 1 s
  > ACK,FIN seq 1 ack 1
`,
)

wire(
  'SHLD-3: ESTABLISHED · who closes and leaves bytes unread resets',
  `
  < ACK seq 1 ack 1 len 5
  close
  > RST,ACK seq 1 ack 6
  connections = 0
`,
)

wire(
  'SHLD-3: FIN-WAIT-2 · what comes after close is reset',
  `
  close
  > ACK,FIN seq 1 ack 1
  < ACK seq 1 ack 2
  < ACK seq 1 ack 2 len 5
  > RST,ACK seq 2 ack 1
  connections = 0
`,
)

wire(
  'FIN-WAIT-2 · after close nobody waits for the peer for ever',
  `
  close
  > ACK,FIN seq 1 ack 1
  < ACK seq 1 ack 2
  wait 60 s
  connections = 0
  > nothing
`,
)

wire(
  'ABORT · a reset',
  `
  send 5 = 5
  > ACK seq 1 ack 1 len 5
  abort
  > RST,ACK seq 6 ack 1
  connections = 0
`,
)

wire(
  'MAY-2: TIME-WAIT · a SYN beyond opens anew, an old one does not; RFC 1337: a reset does nothing',
  `
  shutdown
  > ACK,FIN seq 1 ack 1
  < ACK,FIN seq 1 ack 2
  > ACK seq 2 ack 2
  < RST seq 2
  connections = 1
  < SYN seq 1
  > ACK seq 2 ack 2
  < SYN seq 100
  > SYN,ACK seq 0 ack 101
`,
)

wire(
  'ESTABLISHED · half open: our SYN, after a crash, meets a connection, whose ACK we reset (3.5.1)',
  `
  connect
  > SYN seq 0
  < ACK seq 300 ack 100
  > RST seq 100
  state SYN-SENT
  wait 1 s
  > SYN seq 0
`,
  {},
  [],
)
