// The least that a signed-in read costs where records are sealed: the record is looked up under one
// HMAC, opened under another, and sent with the headers that protect it. Nothing is checked, renewed
// in memory, limited, counted or logged.
import { Hono } from 'hono'
import { createClient, RESP_TYPES } from 'redis'
import * as z from 'zod'
import { utf8 } from '../src/crypto.ts'
import { dynamicHeaders } from '../src/http/answer.ts'
import { nodeCrypto, nodeRandom } from '../src/node-crypto.ts'
import { cookieOf, userInfo } from './person.ts'
import { serve } from './serve.ts'

const Settings = z.object({
  PORT: z.coerce.number(),
  SESSIONS: z.coerce.number(),
  REDIS: z.string().default(''),
})
const { PORT, SESSIONS, REDIS } = Settings.parse(process.env)

const hmac = await nodeCrypto.hmac(nodeRandom(32))
const iv = new Uint8Array(12)
const aad = utf8('session')
const keyOf = (cookie: string) => hmac.bytes(`seal ${cookie}`)
const decoder = new TextDecoder()
const ttl = { type: 'EX', value: 14_400 } as const

const redis = REDIS === '' ? undefined : await connected(REDIS)
const memory = new Map<string, string>()
for (let person = 0; person < SESSIONS; person++) {
  const cookie = cookieOf(person)
  const [place, key] = [await hmac.text(cookie), await keyOf(cookie)]
  const sealed = Buffer.from(await nodeCrypto.seal(key, iv, utf8(userInfo(person)), aad))
  if (redis) await redis.set(place, sealed, { expiration: ttl })
  else memory.set(place, sealed.toString('latin1'))
}

const app = new Hono().get('*', async (c) => {
  const cookie = c.req.header('Cookie') ?? ''
  const place = await hmac.text(cookie)
  const sealed = redis
    ? await redis.getEx(place, ttl)
    : Buffer.from(memory.get(place) ?? '', 'latin1')
  const bytes = new Uint8Array(sealed ?? [])
  const body = await nodeCrypto.open(await keyOf(cookie), iv, bytes, aad)
  const headers = {
    ...dynamicHeaders,
    'Content-Type': 'application/json',
    'X-Request-Id': 'K7Q2-M4XD',
    'X-Echo': c.req.header('X-Echo') ?? '',
  }
  return new Response(decoder.decode(body), { headers })
})
serve(app.fetch, PORT)

function connected(url: string) {
  const typeMapping = { [RESP_TYPES.BLOB_STRING]: Buffer }
  return createClient({ url, commandOptions: { typeMapping } }).connect()
}
