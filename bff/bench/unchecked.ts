// The least that a login costs a server that answers three times, asks sgID twice and does the
// cryptography, and nothing else: nothing is checked, sealed, limited or logged, no header protects
// anybody. No service may be so; it shows where the limit is.
import {
  constants,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hash,
  type KeyObject,
  privateDecrypt,
  randomBytes,
  verify,
} from 'node:crypto'
import { Hono } from 'hono'
import { Pool } from 'undici'
import * as z from 'zod'
import { together } from '../src/node-together.ts'
import { serve } from './serve.ts'

const Settings = z.object({
  PORT: z.coerce.number(),
  SGID_CLIENT_ID: z.string(),
  SGID_CLIENT_SECRET: z.string(),
  SGID_PRIVATE_KEY: z.string(),
  SGID_HOSTNAME: z.string(),
})
const Keys = z.object({ keys: z.tuple([z.record(z.string(), z.string())]) })
const Token = z.object({ id_token: z.string(), access_token: z.string() })
const UserInfo = z.object({ key: z.string(), data: z.record(z.string(), z.string()) })
const { PORT, SGID_CLIENT_ID, SGID_CLIENT_SECRET, SGID_PRIVATE_KEY, SGID_HOSTNAME } =
  Settings.parse(process.env)

const oaep = {
  key: createPrivateKey(SGID_PRIVATE_KEY),
  padding: constants.RSA_PKCS1_OAEP_PADDING,
  oaepHash: 'sha256',
}
const sgid = new Pool(SGID_HOSTNAME, { connections: 256 })
const later = together((go: () => void) => go())
const logins = new Map<string, { nonce: string; verifier: string }>()
const sessions = new Map<string, string>()
const { keys } = await ask(Keys, 'GET', '/v2/.well-known/jwks.json')
const signedBy = createPublicKey({ key: keys[0], format: 'jwk' })

const app = new Hono()
  .get('/auth/login', (c) => {
    const [state, nonce, verifier] = [unguessable(), unguessable(), unguessable()]
    logins.set(state, { nonce, verifier })
    const code_challenge = hash('sha256', verifier, 'base64url')
    const query = new URLSearchParams({ state, nonce, code_challenge })
    c.header('Set-Cookie', `tx=${state}`)
    return c.redirect(`${SGID_HOSTNAME}/v2/oauth/authorize?${query}`, 303)
  })
  .get('/auth/callback', async (c) => {
    const { nonce = '', verifier = '' } = logins.get(c.req.query('state') ?? '') ?? {}
    const client = { client_id: SGID_CLIENT_ID, client_secret: SGID_CLIENT_SECRET }
    const code = { code: c.req.query('code') ?? '', code_verifier: verifier }
    const form = new URLSearchParams({ ...client, ...code, grant_type: 'authorization_code' })
    const token = await ask(Token, 'POST', '/v2/oauth/token', {}, form.toString())
    const { sub } = claims(token.id_token, nonce)
    const Authorization = `Bearer ${token.access_token}`
    const { key, data } = await ask(UserInfo, 'GET', '/v2/oauth/userinfo', { Authorization })
    const unwrapped = privateDecrypt(oaep, Buffer.from(key.split('.')[1] ?? '', 'base64url'))
    const { k } = JSON.parse(opened(createSecretKey(unwrapped), key))
    const blockKey = createSecretKey(k, 'base64url')
    const values = Object.entries(data).map(([scope, jwe]) => [scope, opened(blockKey, jwe)])
    const id = unguessable()
    sessions.set(id, JSON.stringify({ sub, data: Object.fromEntries(values), masked: {} }))
    c.header('Set-Cookie', `sid=${id}`)
    return c.redirect('/profile', 303)
  })
  .get('/auth/userinfo', (c) => {
    const headers = { 'Content-Type': 'application/json', 'X-Echo': c.req.header('X-Echo') ?? '' }
    return new Response(sessions.get(c.req.header('Cookie')?.slice(4) ?? ''), { headers })
  })
serve(app.fetch, PORT)

function unguessable(): string {
  return randomBytes(32).toString('base64url')
}

async function ask<T>(
  schema: z.ZodType<T>,
  method: string,
  path: string,
  headers = {},
  body: string | null = null,
): Promise<T> {
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const answer = await sgid.request({ method, path, headers: { ...headers, ...type }, body })
  await new Promise<void>(later)
  return schema.parse(await answer.body.json())
}

function claims(token: string, nonce: string): { sub: string } {
  const [head = '', body = '', signature = ''] = token.split('.')
  const signed = Buffer.from(`${head}.${body}`)
  if (!verify('sha256', signed, signedBy, Buffer.from(signature, 'base64url'))) throw new Error()
  const said = JSON.parse(Buffer.from(body, 'base64url').toString())
  if (said.nonce !== nonce) throw new Error()
  return said
}

function opened(key: KeyObject, jwe: string): string {
  const [head = '', , iv = '', content = '', tag = ''] = jwe.split('.')
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'))
  decipher.setAAD(Buffer.from(head)).setAuthTag(Buffer.from(tag, 'base64url'))
  return decipher.update(content, 'base64url', 'utf8') + decipher.final('utf8')
}
