import { wire } from './script.ts'

wire(
  'ESTABLISHED · RFC 5961 3.2: a reset in the window is challenged, at its edge obeyed, outside ignored',
  `
  < RST seq 5
  > ACK seq 1 ack 1
  < RST seq 400000
  > nothing
  < RST seq 1
  > nothing
  state CLOSED
  edge failed:ECONNRESET
  recv 1 = ECONNRESET
`,
)

wire(
  'MUST-12: ESTABLISHED · after a reset the user learns that it was no close',
  `
  < RST seq 1
  error = ECONNRESET
  send 1 = EPIPE
`,
)

wire(
  'ESTABLISHED · RFC 5961 4.2: a SYN is challenged, wherever it stands',
  `
  < SYN seq 1
  > ACK seq 1 ack 1
  < SYN seq 700000
  > ACK seq 1 ack 1
  state ESTABLISHED
`,
)

wire(
  'ESTABLISHED · RFC 5961 7: challenges are limited',
  `
  < RST seq 5
  > ACK seq 1 ack 1
  < RST seq 5
  > nothing
  wait 1 s
  < RST seq 5
  > ACK seq 1 ack 1
`,
  { challengeAcks: 1 },
)

wire(
  'MAY-12: ESTABLISHED · an ACK of what was never sent is challenged, and its data not taken',
  `
  < ACK seq 1 ack 2 len 3
  > ACK seq 1 ack 1
  recv 9 = EAGAIN
`,
)

wire(
  'ESTABLISHED · what is outside of the window is acknowledged and dropped; what overlaps is trimmed',
  `
  < ACK seq 1 ack 1 len 10
  < ACK seq 1 ack 1 len 10  // again
  > ACK seq 1 ack 11
  < ACK seq 5 ack 1 len 10
  > ACK seq 1 ack 15
  recv 100 = 14
`,
)

wire(
  'SHLD-31, MAY-13: ESTABLISHED · what comes too early waits, and is told at once',
  `
  < ACK seq 11 ack 1 len 10
  > ACK seq 1 ack 1
  recv 9 = EAGAIN
  < ACK seq 1 ack 1 len 10
  > ACK seq 1 ack 21
  recv 100 = 20
`,
)

wire(
  'SHLD-18, MUST-40: ESTABLISHED · an acknowledgement waits 40 ms',
  `
  < ACK seq 1 ack 1 len 10
  wait 39 ms
  > nothing
  wait 1 ms
  > ACK seq 1 ack 11
  edge readable
`,
)

wire(
  'SHLD-19: ESTABLISHED · each second full-sized segment is acknowledged at once',
  `
  < ACK seq 1 ack 1 len 1000
  > nothing
  < ACK seq 1001 ack 1 len 1000
  > ACK seq 1 ack 2001
`,
)

wire(
  'MUST-58: ESTABLISHED · data that goes out takes the acknowledgement along',
  `
  < ACK seq 1 ack 1 len 10
  send 5 = 5
  > ACK seq 1 ack 11 len 5
  wait 100 ms
  > nothing
`,
)

wire(
  'MUST-30, MUST-32, MUST-33: ESTABLISHED · an urgent pointer is told when it comes and when it advances',
  `
  < ACK,URG seq 1 ack 1 len 10 up 8
  edge urgent readable
  urgentLeft = 8
  recv 5 = 5
  urgentLeft = 3
  < ACK,URG seq 11 ack 1 len 2 up 2
  edge urgent
  < ACK,URG seq 13 ack 1 len 2 up 0
  edge readable
  recv 100 = 9
  urgentLeft = 0
  wait 100 ms
  > ACK seq 1 ack 15
`,
)

wire(
  'MUST-62: ESTABLISHED · the urgent pointer stands behind the last urgent byte',
  `
  sendUrgent 3 = 3
  > ACK,URG seq 1 ack 1 len 3 up 3
  send 2 = 2
  > nothing
  < ACK seq 1 ack 4
  > ACK seq 4 ack 1 len 2
`,
)

wire(
  'MUST-66: ESTABLISHED · a closed window lets RST, ACK and URG in',
  `
  < ACK seq 1 ack 1 len 512
  < ACK seq 513 ack 1 len 512
  > ACK seq 1 ack 1025 win 0
  send 5 = 5
  > ACK seq 1 ack 1025 len 5
  < ACK,URG seq 1025 ack 6 len 1 up 1
  > ACK seq 6 ack 1025 win 0
  edge urgent
  send 1 = 1
  > ACK seq 6 ack 1025 len 1   // so the ACK counted: Nagle lets it go
  < RST seq 1025
  state CLOSED
`,
  { receiveBuffer: 1024 },
)

wire(
  'MUST-39: ESTABLISHED · the receiver avoids silly windows',
  `
  < ACK seq 1 ack 1 len 1000
  < ACK seq 1001 ack 1 len 1000
  > ACK seq 1 ack 2001 win 0
  recv 100 = 100
  > nothing
  recv 900 = 900
  > ACK seq 1 ack 2001 win 1000
`,
  { receiveBuffer: 2000 },
)

wire(
  'SHLD-7: ESTABLISHED · Nagle keeps small pieces while one is under way; MUST-17: it can be turned off',
  `
  send 10 = 10
  > ACK seq 1 ack 1 len 10
  send 10 = 10
  send 10 = 10
  > nothing
  < ACK seq 1 ack 11
  > ACK seq 11 ack 1 len 20
  noDelay
  send 1 = 1
  > ACK seq 31 ack 1 len 1
`,
)

wire(
  'MUST-16: ESTABLISHED · segments are as large as the peer’s MSS; MUST-61: the last one has PSH',
  `
  send 2500 = 2500
  > ACK seq 1 ack 1 len 1000
  > ACK seq 1001 ack 1 len 1000
  < ACK seq 1 ack 2001
  > ACK,PSH seq 2001 ack 1 len 500
`,
)

wire(
  'MUST-38: ESTABLISHED · the sender avoids silly windows',
  `
  < ACK seq 1 ack 1 win 3000
  send 6000 = 6000
  > ACK seq 1 ack 1 len 1000
  > ACK seq 1001 ack 1 len 1000
  > ACK seq 2001 ack 1 len 1000
  < ACK seq 1 ack 3001 win 100   // less than a segment, and than half of the largest window
  > nothing
  wait 999 ms
  > nothing
  wait 1 ms
  > ACK seq 3001 ack 1 len 100
`,
)
