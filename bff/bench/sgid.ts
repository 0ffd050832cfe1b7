// A stand-in for sgID that is fast and keeps nothing: the code says whose it is. A process of its
// own. The simulator is the strict one; this one checks what costs it little.
import {
  constants,
  createCipheriv,
  createHash,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
  sign,
} from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { person } from './person.ts'

const Code = z.object({ person: z.number(), nonce: z.string(), challenge: z.string() })

/** Plays the person at sgID's page. @returns the query with which the browser comes back */
export function codeFor(authorizationUrl: string, person: number): string {
  const query = new URL(authorizationUrl).searchParams
  const has = (name: string) => query.get(name) ?? ''
  const code = { person, nonce: has('nonce'), challenge: has('code_challenge') }
  return new URLSearchParams({ code: encode(JSON.stringify(code)), state: has('state') }).toString()
}

const Registered = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  publicKey: z.string(),
})

if (import.meta.main) serve(Number(process.env['PORT']), Registered.parse(process.env))

function serve(port: number, { clientId, clientSecret, publicKey }: z.infer<typeof Registered>) {
  const issuer = `http://127.0.0.1:${port}/v2`
  const signing = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...signing.publicKey.export({ format: 'jwk' }), kid: '1', alg: 'RS256', use: 'sig' }
  const blockKey = randomBytes(32)
  const oct = { kty: 'oct', alg: 'A256GCM', k: blockKey.toString('base64url') }
  const contentKey = randomBytes(32)
  const padding = { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
  const encryptedKey = publicEncrypt(padding, contentKey)
  const key = jwe('RSA-OAEP-256', contentKey, JSON.stringify(oct), encryptedKey)

  const token = (form: URLSearchParams) => {
    const { person: index, nonce, challenge } = Code.parse(JSON.parse(decode(form.get('code'))))
    const verifier = createHash('sha256').update(form.get('code_verifier') ?? '')
    const known = form.get('client_id') === clientId && form.get('client_secret') === clientSecret
    if (!known || verifier.digest('base64url') !== challenge) return undefined
    const iat = Math.floor(Date.now() / 1000)
    const { sub } = person(index)
    const claims = { iss: issuer, aud: clientId, sub, nonce, iat, exp: iat + 300 }
    const head = { alg: 'RS256', typ: 'JWT', kid: '1' }
    const signed = [head, claims].map((part) => encode(JSON.stringify(part))).join('.')
    const signature = sign('sha256', Buffer.from(signed), signing.privateKey).toString('base64url')
    return { access_token: `person-${index}`, id_token: `${signed}.${signature}` }
  }

  const userInfo = (authorization = '') => {
    const index = Number(/^Bearer person-(\d+)$/.exec(authorization)?.[1] ?? NaN)
    if (Number.isNaN(index)) return undefined
    const { sub, data } = person(index)
    const sealed = Object.entries(data).map(([scope, value]) => [
      scope,
      jwe('dir', blockKey, value),
    ])
    return { sub, key, data: Object.fromEntries(sealed) }
  }

  const route = async (incoming: IncomingMessage): Promise<object | undefined> => {
    if (incoming.url === '/v2/.well-known/jwks.json') return { keys: [jwk] }
    if (incoming.url === '/v2/oauth/userinfo') return userInfo(incoming.headers.authorization)
    if (incoming.url !== '/v2/oauth/token') return undefined
    return token(new URLSearchParams(await text(incoming)))
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, async (incoming, outgoing) => {
    const answer = await route(incoming)
    outgoing.statusCode = answer ? 200 : 400
    outgoing.setHeader('Content-Type', 'application/json')
    outgoing.end(JSON.stringify(answer ?? {}))
  })
  server.listen(port, '127.0.0.1')
  process.on('disconnect', () => process.exit())
}

/** @see RFC 7516 §5.1 */
function jwe(alg: string, key: Buffer, value: string, encryptedKey = Buffer.alloc(0)): string {
  const head = encode(JSON.stringify({ alg, enc: 'A256GCM' }))
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(head))
  const sealed = Buffer.concat([cipher.update(value), cipher.final()])
  const parts = [encryptedKey, iv, sealed, cipher.getAuthTag()]
  return [head, ...parts.map((part) => part.toString('base64url'))].join('.')
}

function encode(value: string): string {
  return Buffer.from(value).toString('base64url')
}

function decode(value: string | null): string {
  return Buffer.from(value ?? '', 'base64url').toString()
}
