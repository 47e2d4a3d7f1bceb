import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A key and a certificate that it has signed itself, for localhost and 127.0.0.1: X.509, RFC 5280. */
export interface Identity {
  readonly key: string
  readonly cert: string
}

/** Tags of DER, ITU-T X.690. */
const INTEGER = 0x02
const BIT_STRING = 0x03
const OCTET_STRING = 0x04
const OID = 0x06
const UTF8_STRING = 0x0c
const UTC_TIME = 0x17
const SEQUENCE = 0x30
const SET = 0x31

const ECDSA_WITH_SHA256 = oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02)
const COMMON_NAME = oid(0x55, 0x04, 0x03)
const SUBJECT_ALT_NAME = oid(0x55, 0x1d, 0x11)

export function selfSigned(): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const body = toBeSigned(publicKey)
  const signature = sign('sha256', body, privateKey)
  const cert = der(SEQUENCE, body, der(SEQUENCE, ECDSA_WITH_SHA256), bits(signature))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${cert.toString('base64')}\n-----END CERTIFICATE-----\n`,
  }
}

function toBeSigned(publicKey: KeyObject): Buffer {
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, Buffer.from('localhost')))))
  const names = der(SEQUENCE, der(0x82, Buffer.from('localhost')), der(0x87, Buffer.of(127, 0, 0, 1)))
  const extension = der(SEQUENCE, SUBJECT_ALT_NAME, der(OCTET_STRING, names))
  return der(
    SEQUENCE,
    der(0xa0, der(INTEGER, Buffer.of(2))), // version 3
    der(INTEGER, Buffer.of(1)), // serial number
    der(SEQUENCE, ECDSA_WITH_SHA256),
    name, // issuer
    der(SEQUENCE, time('200101000000Z'), time('491231235959Z')),
    name, // subject
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(SEQUENCE, extension)),
  )
}

function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...size), content])
}

function oid(...bytes: readonly number[]): Buffer {
  return der(OID, Buffer.of(...bytes))
}

function bits(bytes: Uint8Array): Buffer {
  return der(BIT_STRING, Buffer.of(0), bytes)
}

function time(text: string): Buffer {
  return der(UTC_TIME, Buffer.from(text))
}
