/** What IP has counted, of both versions together; the names are those of RFC 4293's ipSystemStats. */
export class IpCounters {
  InReceives = 0
  InHdrErrors = 0
  InNoRoutes = 0
  InAddrErrors = 0
  InUnknownProtos = 0
  InDiscards = 0
  InDelivers = 0
  OutForwDatagrams = 0
  OutRequests = 0
  OutNoRoutes = 0
  OutDiscards = 0
  ReasmReqds = 0
  ReasmOKs = 0
  ReasmFails = 0
  /** As Linux counts them, beside ReasmFails. */
  ReasmTimeout = 0
  FragOKs = 0
  FragFails = 0
  FragCreates = 0
}

/** What ICMP has counted: RFC 4293's icmpStats, and what only we count. */
export class IcmpCounters {
  InMsgs = 0
  InErrors = 0
  OutMsgs = 0
  OutErrors = 0
  /** Errors that were not sent because there had been too many. */
  OutRateLimited = 0
  /** Errors about packets that this host never sent. */
  InForeign = 0
}
