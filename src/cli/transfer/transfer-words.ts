/** What listen, connect and relay say while they run. Every language has all of it, or it does not compile. */
export interface TransferWords {
  /** Nothing has moved for so long. */
  idle(name: string, duration: string): string
  noConnection(duration: string): string
  retrying(message: string, duration: string): string
  lineTooLong(limit: string): string
  cannotRead(file: string, reason: string): string
  cannotWrite(file: string, reason: string): string
  readonly tls: {
    untrusted(name: string, reason: string): string
    failed(name: string, reason: string): string
    noHandshake(name: string, duration: string): string
    readonly left: string
    /** TCP ended without TLS's closing word. */
    cut(name: string): string
    readonly selfSigned: string
    readonly wrongName: string
    readonly expired: string
    readonly notTls: string
    readonly needsCertificate: string
    readonly makeOne: string
  }
  readonly usage: {
    onlyWith(option: string, needed: string): string
    notWith(option: string, other: string): string
    oneEndpoint: string
    severalKept: string
    noCommand: string
    noCheckOfDatagrams: string
    cannotRelay(from: string, to: string): string
    noTlsCommand: string
    tooManyPorts(most: number): string
    noHost(where: string): string
    noPort(where: string): string
    badRange(text: string): string
  }
  readonly check: {
    open(where: string, duration: string): string
    closed(where: string, why: string): string
  }
  commandEnded(how: string): string
  readonly tooSlow: string
  readonly pcap: { made: string; unix: string }
}
