// The cryptography that no login can do without, by node:crypto and by nothing else.
import {
  constants,
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import * as z from 'zod'
import { person } from './person.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
const wrapped = publicEncrypt({ key: publicKey, ...padding }, randomBytes(32))
const token = Buffer.from(JSON.stringify(person(0)))
const signature = sign('sha256', token, privateKey)
const key = createSecretKey(randomBytes(32))
const iv = randomBytes(12)
const fields = ['x'.repeat(80), ...Object.values(person(0).data)].map((value) => {
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const sealed = Buffer.concat([cipher.update(value), cipher.final()])
  return { value, sealed, tag: cipher.getAuthTag() }
})

process.on('message', (question) => {
  const { logins } = z.object({ logins: z.number() }).parse(question)
  const before = process.cpuUsage()
  for (let login = 0; login < logins; login++) once()
  const { user, system } = process.cpuUsage(before)
  process.send?.({ cpu: user + system })
})
process.on('disconnect', () => process.exit())

/** 1 RSA-2048 OAEP decryption, 1 RS256 verification, 5 AES-256-GCM openings. */
function once(): void {
  if (privateDecrypt({ key: privateKey, ...padding }, wrapped).length !== 32) throw new Error('RSA')
  if (!verify('sha256', token, publicKey, signature)) throw new Error('RS256')
  for (const { value, sealed, tag } of fields) {
    const decipher = createDecipheriv('aes-256-gcm', key, iv).setAuthTag(tag)
    if (decipher.update(sealed, undefined, 'utf8') + decipher.final('utf8') !== value) {
      throw new Error('AES-GCM')
    }
  }
}
