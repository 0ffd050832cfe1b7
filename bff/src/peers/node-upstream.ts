// An existing service that stands behind the BFF, in a process of its own: it believes nobody but a
// token that jose finds good by the key set that the BFF publishes.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRemoteJWKSet, jwtVerify } from 'jose'

const [, , keySetUrl = '', issuer = '', audience = ''] = process.argv
const keySet = createRemoteJWKSet(new URL(keySetUrl), { cooldownDuration: 0 })

type Behaviour = (outgoing: ServerResponse, seen: object) => void

const json = (outgoing: ServerResponse, status: number, body: unknown, type = 'application/json') =>
  outgoing.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(body))

const behaviours: Record<string, Behaviour> = {
  '/v1/echo': (outgoing, seen) => json(outgoing, 200, seen),
  '/v1/created': (outgoing, seen) => json(outgoing, 201, seen),
  '/v1/refused': (outgoing) =>
    json(outgoing, 409, { title: 'Taken' }, 'application/problem+json; charset=utf-8'),
  '/v1/empty': (outgoing) => outgoing.writeHead(204).end(),
  '/v1/headers': (outgoing) =>
    outgoing
      .writeHead(200, {
        'Content-Type': 'application/json',
        'Set-Cookie': ['__Host-Http-sid=planted; Secure; Path=/', 'x=1'],
        'Cache-Control': 'public, max-age=60',
        'Access-Control-Allow-Origin': '*',
        'Clear-Site-Data': '"*"',
        ETag: '"1"',
        Trailer: 'X',
        Server: 'upstream/1.0',
      })
      .end('{}'),
  '/v1/redirect': (outgoing) => outgoing.writeHead(302, { Location: '/v1/echo' }).end(),
  '/v1/elsewhere': (outgoing) =>
    outgoing.writeHead(307, { Location: 'https://evil.test/', 'Set-Cookie': 'x=1' }).end('{}'),
  '/v1/html': (outgoing) =>
    outgoing.writeHead(200, { 'Content-Type': 'text/html' }).end('<script>alert(1)</script>'),
  '/v1/untyped': (outgoing) => outgoing.writeHead(200).end('{}'),
  '/v1/packed': (outgoing) =>
    outgoing
      .writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
      .end('{}'),
  '/v1/latin1': (outgoing) =>
    outgoing
      .writeHead(200, { 'Content-Type': 'application/json' })
      .end(Buffer.from([0x22, 0xe9, 0x22])),
  '/v1/huge': (outgoing) => json(outgoing, 200, 'x'.repeat(1024 * 1024)),
  '/v1/failed': (outgoing) => json(outgoing, 500, { stack: 'SECRET-STACK' }),
  '/v1/busy': (outgoing) => json(outgoing, 429, {}),
  '/v1/reset': (outgoing) => outgoing.destroy(),
  '/v1/torn': (outgoing) => {
    outgoing.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 9 }).write('{')
    setTimeout(() => outgoing.destroy(), 20)
  },
  '/v1/never': () => undefined,
  '/v1/drops': (outgoing) => {
    outgoing.writeHead(200, { 'Content-Type': 'application/json' })
    const drops = setInterval(() => outgoing.write(' '), 20)
    outgoing.on('close', () => clearInterval(drops))
  },
}

/** How often each address was asked for. */
const asked: Record<string, number> = {}

const server = createServer(async (incoming, outgoing) => {
  const { url = '', method, headers } = incoming
  const [path = ''] = url.split('?')
  if (path === '/asked') return void json(outgoing, 200, asked)
  asked[path] = (asked[path] ?? 0) + 1
  try {
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? ''
    const options = { issuer, audience, algorithms: ['ES256'], typ: 'JWT', maxTokenAge: 60 }
    const { payload, protectedHeader } = await jwtVerify(token, keySet, {
      ...options,
      requiredClaims: ['sub', 'exp', 'iat', 'jti'],
    })
    const body = await text(incoming)
    const seen = { method, url, headers, body, payload, protectedHeader }
    const behaviour = behaviours[path]
    if (behaviour) behaviour(outgoing, seen)
    else json(outgoing, 404, { title: 'Not found' })
  } catch {
    json(outgoing, 401, { title: 'Unauthorized' })
  }
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(typeof address === 'object' ? address?.port : address)
})

async function text(incoming: IncomingMessage): Promise<string> {
  let all = ''
  for await (const chunk of incoming.setEncoding('utf8')) all += chunk
  return all
}
