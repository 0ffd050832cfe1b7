// The load generator: a process of its own, asked over IPC. It checks every answer.
import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import {
  type Answer,
  type Connection,
  navigation,
  openConnection,
  ownCall,
  request,
} from './client.ts'
import { applicant, guideUserInfo, userInfo } from './person.ts'
import { codeFor } from './sgid.ts'

const Session = z.object({ cookie: z.string(), person: z.number() })
type Session = z.infer<typeof Session>

const How = { port: z.number(), count: z.number(), atOnce: z.number() }
const Question = z.discriminatedUnion('ask', [
  /** Whole logins of so many people, beginning with the `first`; their sessions are kept. */
  z.object({ ask: z.literal('logins'), ...How, first: z.number(), guide: z.boolean() }),
  /** Signed-in reads by the first `sessions` of those that are kept for the port; or of an own route. */
  z.object({ ask: z.literal('reads'), ...How, sessions: z.number(), api: z.boolean() }),
  /** The same answer for everybody. */
  z.object({ ask: z.literal('same'), ...How, path: z.string(), body: z.string() }),
  /** Sessions that were not made by logging in. */
  z.object({ ask: z.literal('adopt'), port: z.number(), sessions: z.array(Session) }),
])
type Question = z.infer<typeof Question>

const kept = new Map<number, Session[]>()
const sessionsOf = (port: number) => {
  const sessions = kept.get(port) ?? []
  kept.set(port, sessions)
  return sessions
}

process.on('message', (question) => {
  answer(Question.parse(question)).then(
    () => process.send?.({ done: true }),
    (error: unknown) => process.send?.({ failed: String(error) }),
  )
})
process.on('disconnect', () => process.exit())

async function answer(question: Question): Promise<void> {
  const sessions = sessionsOf(question.port)
  switch (question.ask) {
    case 'adopt':
      sessions.push(...question.sessions)
      return
    case 'logins': {
      const { first, guide } = question
      return each(question, async (connection, index) => {
        const login = guide ? logInToGuide : logIn
        sessions.push(await login(connection, first + index))
      })
    }
    case 'reads': {
      const readers = sessions.slice(0, question.sessions)
      if (readers.length < question.sessions) throw new Error('too few sessions')
      return each(question, async (connection, index) => {
        const reader = readers[index % readers.length]
        if (reader) await (question.api ? readApi : read)(connection, reader)
      })
    }
    case 'same':
      return each(question, async (connection) => {
        const asked = request(question.path, { ...ownCall, 'X-Echo': randomUUID() })
        expect(await connection.send(asked), 200, question.body)
      })
  }
}

/** Runs a task so many times, so many at a time, each time on one of as many connections. */
async function each(
  { port, count, atOnce }: { port: number; count: number; atOnce: number },
  task: (connection: Connection, index: number) => Promise<void>,
) {
  let next = 0
  const worker = async () => {
    const connection = openConnection(port)
    try {
      while (next < count) await task(connection, next++)
    } finally {
      connection.close()
    }
  }
  let done = false
  // A process that sleeps has to be woken by the server's write, and the slower a server is, the
  // more of its answers would pay for that: this one does not sleep.
  const stayAwake = () => {
    if (!done) setImmediate(stayAwake)
  }
  stayAwake()
  try {
    await Promise.all(Array.from({ length: atOnce }, worker))
  } finally {
    done = true
  }
}

/** Out to sgID, back, and one look at what came of it. */
async function logIn(connection: Connection, person: number): Promise<Session> {
  const out = await connection.send(request('/auth/login?returnTo=%2Fprofile', navigation))
  expect(out, 303)
  const back = codeFor(out.header('location'), person)
  const Cookie = cookie(out)
  const arrived = await connection.send(
    request(`/auth/callback?${back}`, { ...navigation, Cookie }),
  )
  expect(arrived, 303)
  if (arrived.header('location') !== '/profile') {
    throw new Error(`a login ended at ${arrived.header('location')}`)
  }
  const session = { cookie: cookie(arrived), person }
  await read(connection, session)
  return session
}

const read = (connection: Connection, session: Session) =>
  readAt(connection, session, '/auth/userinfo', userInfo(session.person))

const readApi = (connection: Connection, session: Session) =>
  readAt(connection, session, '/api/example/applications', applicant(session.person))

async function readAt(
  connection: Connection,
  { cookie: Cookie }: Session,
  path: string,
  body: string,
): Promise<void> {
  const echo = randomUUID()
  const answer = await connection.send(request(path, { ...ownCall, 'X-Echo': echo, Cookie }))
  expect(answer, 200, body)
  if (answer.header('x-echo') !== echo) throw new Error('an answer has another echo')
}

/** The same at the server of sgID's guide. */
async function logInToGuide(connection: Connection, person: number): Promise<Session> {
  const out = await connection.send(request('/api/auth-url?icecream=vanilla', ownCall))
  expect(out, 200)
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(out.body))
  const Cookie = cookie(out)
  const back = await connection.send(
    request(`/api/redirect?${codeFor(url, person)}`, { ...navigation, Cookie }),
  )
  expect(back, 302)
  const asked = request('/api/userinfo', { ...ownCall, Cookie })
  expect(await connection.send(asked), 200, guideUserInfo(person))
  return { cookie: Cookie, person }
}

function cookie(answer: Answer): string {
  return answer.header('set-cookie').split(';')[0] ?? ''
}

/** @throws {Error} for any other answer */
function expect(answer: Answer, status: number, body = answer.body): void {
  if (answer.status === status && answer.body === body) return
  throw new Error(`an answer is wrong: ${answer.status} ${answer.body.slice(0, 200)}`)
}
