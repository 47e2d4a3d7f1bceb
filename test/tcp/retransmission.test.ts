import { wire } from './script.ts'

wire(
  'MUST-36, SHLD-29, SHLD-30: zero window · probes of a byte, further and further apart; MUST-37: for ever',
  `
  < ACK seq 1 ack 1 win 0
  send 10 = 10
  > nothing
  wait 1 s
  > ACK seq 1 ack 1 len 1
  < ACK seq 1 ack 1 win 0
  wait 2 s
  > ACK seq 1 ack 1 len 1
  < ACK seq 1 ack 1 win 0
  wait 4 s
  > ACK seq 1 ack 1 len 1
  < ACK seq 1 ack 1 win 5
  > ACK seq 1 ack 1 len 1
  < ACK seq 1 ack 2 win 65535
  > ACK seq 2 ack 1 len 9
`,
)

wire(
  'MUST-18, MUST-19: retransmission · the timeout doubles',
  `
  send 10 = 10
  > ACK seq 1 ack 1 len 10
  wait 1 s
  > ACK seq 1 ack 1 len 10
  wait 1999 ms
  > nothing
  wait 1 ms
  > ACK seq 1 ack 1 len 10
  wait 4 s
  > ACK seq 1 ack 1 len 10
  edge troubled:ETIMEDOUT  // SHLD-9: R1
  < ACK seq 1 ack 11
  wait 1 h
  > nothing
`,
)

wire(
  'MUST-20, MUST-21: retransmission · R2 as the user sets it ends the connection with a reset',
  `
  userTimeout 5
  send 10 = 10
  > ACK seq 1 ack 1 len 10
  wait 1 s
  > ACK seq 1 ack 1 len 10
  wait 2 s
  > ACK seq 1 ack 1 len 10
  wait 4 s
  > RST,ACK seq 11 ack 1
  state CLOSED
  edge failed:ETIMEDOUT
  connections = 0
`,
)

wire(
  'RFC 5681 3.2, RFC 3042: three duplicates and the lost segment goes at once; two let new data go',
  `
  send 4000 = 4000
  > ACK seq 1 ack 1 len 1000
  > ACK seq 1001 ack 1 len 1000
  > ACK seq 2001 ack 1 len 1000
  > ACK seq 3001 ack 1 len 1000
  < ACK seq 1 ack 1
  < ACK seq 1 ack 1
  > nothing
  < ACK seq 1 ack 1
  > ACK seq 1 ack 1 len 1000
  < ACK seq 1 ack 2001          // RFC 6582: partial, so the next one is lost too
  > ACK seq 2001 ack 1 len 1000
  < ACK seq 1 ack 4001
  wait 1 h
  > nothing
`,
)

wire(
  'MUST-25: keep-alive is off',
  `
  wait 24 h
  > nothing
`,
)

wire(
  'MUST-24, MUST-26, MUST-28, MUST-29, SHLD-12: keep-alive · after two hours of silence, and not by one probe',
  `
  keepAlive
  wait 7199 s
  > nothing
  wait 1 s
  > ACK seq 0 ack 1
  < ACK seq 1 ack 1
  wait 7200 s
  > ACK seq 0 ack 1
  wait 75 s
  > ACK seq 0 ack 1
  wait 75 s
  > RST,ACK seq 1 ack 1
  edge failed:ETIMEDOUT
`,
  { keepCount: 2 },
)
