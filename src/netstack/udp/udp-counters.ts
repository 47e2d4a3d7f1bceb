/** What UDP has counted; the names are Linux's and RFC 4113's. */
export class UdpCounters {
  InDatagrams = 0
  NoPorts = 0
  InErrors = 0
  InCsumErrors = 0
  OutDatagrams = 0
  RcvbufErrors = 0
}
