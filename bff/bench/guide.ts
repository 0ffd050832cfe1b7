// What somebody builds who follows sgID's guide for Express: its four routes, its official client,
// its session in a Map. Cookies are read by hand; the guide uses a package for that.
import { randomUUID } from 'node:crypto'
import sgidClient from '@opengovsg/sgid-client'
import express from 'express'
import { scopes } from './person.ts'

interface Session {
  state: string
  nonce?: string | undefined
  codeVerifier: string
  sub?: string
  accessToken?: string
}

const { SgidClient, generatePkcePair } = sgidClient
const env = (name: string) => process.env[name] ?? ''
const sgid = new SgidClient({
  clientId: env('SGID_CLIENT_ID'),
  clientSecret: env('SGID_CLIENT_SECRET'),
  privateKey: env('SGID_PRIVATE_KEY'),
  redirectUri: env('SGID_REDIRECT_URI'),
  hostname: env('SGID_HOSTNAME'),
})
const cookieName = 'exampleAppSession'
const sessions = new Map<string, Session>()
const sessionOf = (cookies = '') =>
  sessions.get(/exampleAppSession=([\w-]+)/.exec(cookies)?.[1] ?? '')

express()
  .get('/api/auth-url', (request, response) => {
    const id = randomUUID()
    const state = String(request.query['icecream'])
    const { codeChallenge, codeVerifier } = generatePkcePair()
    const { url, nonce } = sgid.authorizationUrl({ state, codeChallenge, scope: scopes })
    sessions.set(id, { state, nonce, codeVerifier })
    response.cookie(cookieName, id, { httpOnly: true }).json({ url })
  })
  .get('/api/redirect', async (request, response) => {
    const session = sessionOf(request.headers.cookie)
    if (!session || request.query['state'] !== session.state) return response.redirect('/error')
    const { codeVerifier, nonce = null } = session
    const code = String(request.query['code'])
    const { sub, accessToken } = await sgid.callback({ code, nonce, codeVerifier })
    Object.assign(session, { sub, accessToken })
    return response.redirect('/logged-in')
  })
  .get('/api/userinfo', async (request, response) => {
    const { sub, accessToken } = sessionOf(request.headers.cookie) ?? {}
    if (sub === undefined || accessToken === undefined) return response.sendStatus(401)
    return response.json(await sgid.userinfo({ sub, accessToken }))
  })
  .get('/api/logout', (_request, response) => response.clearCookie(cookieName).json({}))
  .listen(Number(env('PORT')), '127.0.0.1')
