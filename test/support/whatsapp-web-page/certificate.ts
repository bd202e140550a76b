// SPDX-License-Identifier: AGPL-3.0-or-later
// A self-signed certificate for the loopback, written by hand: Node signs, but knows no X.509, and a key in a file of
// the repository would look like a secret that leaked. Our Chromium is told not to check it.
import { generateKeyPairSync, sign } from 'node:crypto'

/** One value of DER: its tag, its length, its content. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const { length } = body
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}

const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content)
const object = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))
const text = (tag: number, value: string): Buffer => der(tag, Buffer.from(value, 'latin1'))

const ecdsaWithSha256 = sequence(object('2a8648ce3d040302'))
const commonName = object('550403')

export interface Certificate {
  readonly key: string
  readonly cert: string
}

/** A key and its certificate for one host, good until 2049. */
export function selfSigned(host: string): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const name = sequence(der(0x31, sequence(commonName, text(0x0c, host))))
  const validity = sequence(text(0x17, '200101000000Z'), text(0x17, '491231235959Z'))
  const subject = publicKey.export({ type: 'spki', format: 'der' })
  const version = der(0xa0, der(0x02, Buffer.from([2])))
  const unsigned = sequence(version, der(0x02, Buffer.from([1])), ecdsaWithSha256, name, validity, name, subject)
  const signature = sign('sha256', unsigned, privateKey)
  const certificate = sequence(unsigned, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
  }
}
