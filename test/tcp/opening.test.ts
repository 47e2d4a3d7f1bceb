import { wire } from './script.ts'

wire(
  'CLOSED · a stranger’s segment is reset, by its ACK or by its length (3.10.7.1)',
  `
  < ACK seq 7 ack 9
  > RST seq 9
  < SYN seq 7 len 3
  > RST,ACK seq 0 ack 11
  < RST seq 7
  > nothing
`,
  {},
  [],
)

wire(
  'LISTEN · RST is ignored, ACK is reset, a SYN opens; MUST-14: the MSS is told',
  `
  listen
  < RST seq 0
  > nothing
  < ACK seq 5 ack 77
  > RST seq 77
  < SYN seq 0
  > SYN,ACK seq 0 ack 1 mss 1460
  accept = EAGAIN
  < ACK seq 1 ack 1
  accept = 0
  state ESTABLISHED
`,
  {},
  [],
)

wire(
  'SYN-SENT · the handshake of an active opening',
  `
  connect
  > SYN seq 0 mss 1460
  state SYN-SENT
  send 5 = EAGAIN
  < SYN,ACK seq 0 ack 1 win 1000
  > ACK seq 1 ack 1
  state ESTABLISHED
  edge connected writable
`,
  {},
  [],
)

wire(
  'SYN-SENT · a wrong ACK is reset; RST refuses only with the right ACK',
  `
  connect
  > SYN seq 0
  < SYN,ACK seq 0 ack 77
  > RST seq 77
  < RST,ACK seq 0 ack 77
  < RST seq 0
  state SYN-SENT
  < RST,ACK seq 0 ack 1
  > nothing
  state CLOSED
  edge failed:ECONNREFUSED
  connections = 0
`,
  {},
  [],
)

wire(
  'MUST-10: SYN-SENT · both open at once',
  `
  connect
  > SYN seq 0
  < SYN seq 0
  > SYN,ACK seq 0 ack 1
  state SYN-RECEIVED
  < SYN,ACK seq 0 ack 1
  > ACK seq 1 ack 1
  < ACK seq 1 ack 1
  state ESTABLISHED
  edge connected
`,
  {},
  [],
)

wire(
  'MUST-11: SYN-RECEIVED · a reset brings a passive opening back to LISTEN',
  `
  listen
  < SYN seq 0
  > SYN,ACK seq 0 ack 1
  < RST seq 1
  connections = 0
  < SYN seq 0
  > SYN,ACK seq 0 ack 1
`,
  {},
  [],
)

wire(
  'SYN-RECEIVED · the SYN again is answered again; a wrong ACK is reset',
  `
  listen
  < SYN seq 0
  > SYN,ACK seq 0 ack 1
  < SYN seq 0
  > SYN,ACK seq 0 ack 1
  < ACK seq 1 ack 9
  > RST seq 9
  < ACK seq 1 ack 1 len 4
  accept = 0
  recv 10 = 4
`,
  {},
  [],
)

wire(
  'MUST-23: SYN-SENT · a SYN is sent again for more than 3 minutes; MUST-22: then the user is told',
  `
  connect
  > SYN seq 0
  wait 1 s
  > SYN seq 0
  wait 2 s
  > SYN seq 0
  wait 4 s
  > SYN seq 0
  edge troubled:ETIMEDOUT
  wait 8 s
  > SYN seq 0
  wait 16 s
  > SYN seq 0
  wait 32 s
  > SYN seq 0
  wait 64 s
  > SYN seq 0
  wait 119 s
  state SYN-SENT
  wait 1 s
  > nothing
  state CLOSED
  edge failed:ETIMEDOUT
`,
  {},
  [],
)

wire(
  'LISTEN · a full backlog takes no more SYNs',
  `
  listen 0
  < SYN seq 0
  > SYN,ACK seq 0 ack 1
  < ACK seq 1 ack 1
  connections = 1
  accept = 0
`,
  {},
  [],
)
