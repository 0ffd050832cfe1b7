import { generateKeyPairSync, sign } from 'node:crypto'

/**
 * A certificate for 127.0.0.1 that vouches for itself, and its key; both PEM.
 *
 * @param years after the beginning of this one, at which it ends
 * @see RFC 5280 §4.1
 */
export function selfSigned(years = 2): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ecdsaWithSha256 = der(0x30, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
  const commonName = der(0x30, oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from('sgID of a test')))
  const name = der(0x30, der(0x31, commonName))
  const year = new Date().getUTCFullYear() % 100
  const time = (years: number) => der(0x17, Buffer.from(`${year + years}0101000000Z`))
  const loopback = der(0x30, der(0x87, Buffer.from([127, 0, 0, 1])))
  const subjectAltName = der(0x30, oid(0x55, 0x1d, 0x11), der(0x04, loopback))
  const authority = der(
    0x30,
    oid(0x55, 0x1d, 0x13),
    der(0x04, der(0x30, der(0x01, Buffer.from([0xff])))),
  )

  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    der(0x30, time(-1), time(years)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, subjectAltName, authority)),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey))
  const certificate = der(0x30, body, ecdsaWithSha256, signature).toString('base64')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function oid(...bytes: number[]): Buffer {
  return der(0x06, Buffer.from(bytes))
}

/** One element of ASN.1's DER: tag, length, content. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
