import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bff, freePort, startBff } from '@sgid-login/e2e/bff'
import { demoScopes, paths } from '@sgid-login/shared'
import { makeClient, serveSimulator } from 'sgid-simulator'
import { afterEach, expect, test } from 'vitest'
import * as z from 'zod'
import { createPerson, type Person } from './node-person.ts'

// The drills of docs/operate.md, as they stand there: two instances, restarted one after another.

const Seen = z.object({
  code: z.string().optional(),
  data: z.record(z.string(), z.string()).optional(),
})

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

test('SESSION_SECRET is replaced by the drill: nobody is signed out and every login under way is finished (P18)', async () => {
  const service = await startService()
  const [old, fresh] = [secret(), secret()]
  await service.roll({ SESSION_SECRET: old })
  const early = await service.signedIn()

  // The new one is known everywhere before anybody seals with it.
  for (const list of [`${old},${fresh}`, `${fresh},${old}`]) {
    const begun = await service.begun()
    await service.roll({ SESSION_SECRET: list }, async () => {
      expect(await service.seen(early)).toEqual(['own details', 'own details'])
      expect(await service.crossed()).toEqual(['/profile', '/profile'])
    })
    expect(await begun()).toBe('/profile')
  }
  const late = await service.signedIn()
  expect(service.said('session.old_secret')).toEqual([2])

  await service.roll({ SESSION_SECRET: fresh })
  expect(await service.seen(late)).toEqual(['own details', 'own details'])
  // Whoever was signed in before is why the drill waits for SESSION_ABSOLUTE_SECONDS.
  expect(await service.seen(early)).toEqual(['session_expired', 'session_expired'])
})

test('SESSION_SECRET that is replaced in one step loses logins and sessions while instances differ', async () => {
  const service = await startService()
  const [old, fresh] = [secret(), secret()]
  await service.roll({ SESSION_SECRET: old })
  let looks = 0

  await service.roll({ SESSION_SECRET: `${fresh},${old}` }, async (instance) => {
    if (instance === 1) return
    const moved = await service.signedIn(0)
    expect(await service.seen(moved)).toEqual(['own details', 'session_expired'])
    expect(await service.crossed()).toContain('/error/login_mismatch')
    looks++
  })
  expect(looks).toBe(1)
})

test('SGID_PRIVATE_KEY is replaced by the drill: logins work before, while and after sgID changes keys (P18)', async () => {
  const service = await startService()
  const next = await makeClient()
  const old = service.privateKey
  const early = await service.signedIn()

  await service.roll({ SGID_PRIVATE_KEY: `${next.privateKey}\n${old}` }, async () => {
    expect(await service.crossed()).toEqual(['/profile', '/profile'])
  })
  expect(service.said('key.old_private_key')).toEqual([2])
  const begun = await service.begun()
  service.client.publicKey = next.client.publicKey
  expect(await begun()).toBe('/profile')

  const over = await service.begun()
  await service.roll({ SGID_PRIVATE_KEY: next.privateKey })
  expect(await over()).toBe('/profile')
  expect(await service.seen(early)).toEqual(['own details', 'own details'])
  expect(service.said('key.old_private_key')).toEqual([])
})

test('SGID_CLIENT_SECRET is replaced by the drill: who is signed in stays so, and a login under way is finished after it (P18)', async () => {
  const service = await startService()
  const early = await service.signedIn()
  const [begun, unlucky] = [await service.begun(), await service.begun()]
  service.client.clientSecret = randomBytes(24).toString('base64url')

  // Until the instances have it, a login that comes back is told so, and nothing worse.
  expect(await unlucky()).toBe('/error/idp_rejected_client')
  await service.roll({ SGID_CLIENT_SECRET: service.client.clientSecret }, async () => {
    expect(await service.seen(early)).toEqual(['own details', 'own details'])
  })
  expect(await begun()).toBe('/profile')
  expect(await service.crossed()).toEqual(['/profile', '/profile'])
})

function secret(): string {
  return randomBytes(32).toString('base64')
}

function place(answer: Response): string {
  return answer.headers.get('Location')?.split('?')[0] ?? `status ${answer.status}`
}

/** Two instances with one file of sessions, as on one machine, and a simulator that knows them. */
async function startService() {
  const folder = mkdtempSync(join(tmpdir(), 'rotation-'))
  ends.push(() => rmSync(folder, { recursive: true }))
  const ports = [await freePort(), await freePort()]
  const origin = `http://localhost:${ports[0]}`
  const redirectUri = `${origin}/auth/callback`
  const made = await makeClient({ redirectUris: [redirectUri], scopes: demoScopes.split(' ') })
  const { client, privateKey } = made
  const sgid = await serveSimulator({ clients: [client], port: 0 })
  ends.push(() => sgid.close())
  const settings: Record<string, string> = {
    SGID_CLIENT_ID: client.clientId,
    SGID_CLIENT_SECRET: client.clientSecret,
    SGID_PRIVATE_KEY: privateKey,
    SGID_HOSTNAME: sgid.origin,
    SGID_REDIRECT_URI: redirectUri,
    SESSION_SECRET: secret(),
    SESSION_STORE: `sqlite:${join(folder, 'sessions.sqlite')}`,
    SESSION_MAX_PER_PERSON: '20',
  }
  const bffs: Bff[] = []
  const begin = async (instance: number) => {
    bffs[instance] = await startBff({ port: ports[instance] ?? 0, settings })
  }
  await begin(0)
  await begin(1)
  ends.push(() => Promise.all(bffs.map((bff) => bff.stop())))

  /** @param at the instance that the person's requests reach, which may change */
  const person = (at: { instance: number }, persona = 'plain') =>
    createPerson({ persona, origin, url: () => `http://127.0.0.1:${ports[at.instance]}` })
  const signedIn = async (instance = 0) => {
    const at = { instance }
    const who = person(at, 'everything')
    expect(place(await who.signIn())).toBe('/profile')
    return { who, at }
  }

  return {
    client,
    privateKey,
    signedIn,
    /** Restarts one after another, with changed settings. @param look after each of them */
    async roll(changed: Record<string, string>, look?: (instance: number) => Promise<void>) {
      Object.assign(settings, changed)
      for (const instance of [0, 1]) {
        expect(await bffs[instance]?.stop()).toBe(0)
        await begin(instance)
        await look?.(instance)
      }
    },
    /** What each instance shows a person who is signed in. */
    async seen({ who, at }: { who: Person; at: { instance: number } }) {
      const seen: string[] = []
      for (at.instance = 0; at.instance < 2; at.instance++) {
        const answer = await who.call(paths.userInfo)
        const { code, data } = Seen.parse(await answer.json())
        const own = data?.['myinfo.name'] === 'LIM MADE UP'
        seen.push(own ? 'own details' : (code ?? 'DETAILS OF ANOTHER'))
      }
      return seen
    },
    /** A login whose person is at sgID. @returns how they come back, and where it ends */
    async begun() {
      const who = person({ instance: 0 })
      const back = await who.agree(await who.visit(paths.login))
      return async () => place(await who.arrive(back))
    },
    /** Logins that begin on one instance and are finished on the other, both ways. */
    crossed: () =>
      Promise.all(
        [0, 1].map(async (instance) => {
          const at = { instance }
          const who = person(at)
          const back = await who.agree(await who.visit(paths.login))
          at.instance = 1 - instance
          return place(await who.arrive(back))
        }),
      ),
    /** The positions of old keys that an event told of, since the instances were started. */
    said(event: string): number[] {
      const lines = bffs.flatMap((bff) => bff.lines.map((line) => JSON.parse(line)))
      return [...new Set(lines.filter((line) => line.event === event).map((line) => line.position))]
    },
  }
}
