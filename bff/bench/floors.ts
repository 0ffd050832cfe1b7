// The least that any server of this kind costs: `node floors.ts http` or `hono` answers a constant.
import { createServer } from 'node:http'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { userInfo } from './person.ts'

const port = Number(process.env['PORT'])
const hostname = '127.0.0.1'
const body = userInfo(0)

if (process.env['FLOOR'] === 'http') {
  createServer((_incoming, outgoing) => {
    outgoing.setHeader('Content-Type', 'application/json')
    outgoing.end(body)
  }).listen(port, hostname)
} else {
  const answer: unknown = JSON.parse(body)
  const app = new Hono().get('*', (c) => c.json(answer as object))
  serve({ fetch: app.fetch, port, hostname })
}
