import {
  Problem as ProblemSchema,
  Session as SessionSchema,
  UserInfo as UserInfoSchema,
} from '@sgid-login/shared'
import { expect, expectTypeOf, test } from 'vitest'
import {
  type AnyUserInfo,
  isProblem,
  isSession,
  isUserInfo,
  type Problem,
  type Session,
} from './answers.ts'

type Body = Record<string, unknown>

const sessions: Body[] = [
  { authenticated: false, scopes: ['openid'] },
  { authenticated: false, scopes: [], signIn: 'unavailable' },
  { authenticated: true, scopes: ['openid', 'myinfo.name'], expiresIn: 14_400, idleExpiresIn: 0 },
]
const userInfos: Body[] = [
  { sub: 'u=amy', data: { 'myinfo.name': 'AMY' }, masked: { 'myinfo.nric_number': '•••••567A' } },
  { sub: '', data: {}, masked: {} },
]
const problems: Body[] = [
  { title: 'x', status: 429, code: 'rate_limited', ref: 'R-1', retryAfter: 3 },
  { title: 'x', status: 401, code: 'session_required', ref: '' },
]
const values = [null, true, false, 0, -1, 1.5, '', 'NA', [], ['x'], [1], {}, { x: '' }, { x: 1 }]

/** A body, and every body that differs from it in one field: another value, or none. */
function variants(body: Body): unknown[] {
  const others = Object.keys(body).flatMap((key) => {
    const { [key]: _, ...without } = body
    return [without, ...values.map((value) => ({ ...body, [key]: value }))]
  })
  return [body, { ...body, other: 1 }, ...others]
}

test.each([
  ['a session', sessions, isSession, SessionSchema],
  ['user info', userInfos, isUserInfo, UserInfoSchema],
])('%s is what the schema of both sides says, and nothing else is', (_name, bodies, is, schema) => {
  const all = [...bodies.flatMap(variants), ...values, undefined]

  expect(all.length).toBeGreaterThan(60)
  for (const body of all) expect([body, is(body)]).toEqual([body, schema.safeParse(body).success])
})

test('a problem is what the schema of both sides says, with any code', () => {
  const all = [...problems.flatMap(variants), ...values, undefined]
  const ofOurs = (body: unknown) =>
    typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string'
      ? { ...body, code: 'internal' }
      : body

  for (const body of all)
    expect([body, isProblem(body)]).toEqual([body, ProblemSchema.safeParse(ofOurs(body)).success])
})

test('the types are those of the schemas', () => {
  expectTypeOf<SessionSchema>().toExtend<Session>()
  expectTypeOf<UserInfoSchema>().toEqualTypeOf<AnyUserInfo>()
  expectTypeOf<ProblemSchema>().toExtend<Problem>()
})
