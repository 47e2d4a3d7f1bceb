/** What is counted, by the names of the MIB (RFC 4022) and, where it has none, of Linux's /proc/net/netstat. */
export class TcpCounters {
  ActiveOpens = 0
  PassiveOpens = 0
  AttemptFails = 0
  EstabResets = 0
  InSegs = 0
  OutSegs = 0
  RetransSegs = 0
  /** Segments that were refused by `checkTcp()`. */
  InErrs = 0
  OutRsts = 0
  InCsumErrors = 0
  ListenOverflows = 0
  PAWSEstab = 0
  TCPChallengeACK = 0
  TCPTimeouts = 0
  TCPFastRetrans = 0
  TCPOFOQueue = 0
  TCPOFODrop = 0
  TCPTimeWaitOverflow = 0
  /** Segments that could not be built because the arena was full. */
  NoMemory = 0
}
