import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { InvalidInput } from '../errors.ts'
import { openFrontDoor, signIn } from '../testing/front-door.ts'
import { answer } from './answer.ts'
import { createApi } from './api.ts'
import { readInput } from './input.ts'

/** What the page sends. Each message is a reason that it has a text for. */
const Booking = z.strictObject({
  email: z.string('missing').check(z.trim(), z.email('not_an_email')),
  seats: z.int('not_a_number').check(z.minimum(1, 'too_few'), z.maximum(8, 'too_many')),
})

/** `POST /api/bookings` with a {@link Booking} answers 201; the name is the session's. */
const bookings = createApi(['myinfo.name'], (api) =>
  api.post('/bookings', async (c) => {
    const { email, seats } = await readInput(c, Booking)
    if (seats > 4) throw new InvalidInput('four seats are left', { seats: 'sold_out' })
    return answer(c, { name: c.var.userInfo.data['myinfo.name'], email, seats }, 201)
  }),
)

test.each([
  [{ email: ' amy@agency.test ', seats: 2 }, 201, { name: 'TAN FICTITIOUS', seats: 2 }],
  [{ email: 'amy', seats: 9 }, 422, { fields: { email: 'not_an_email', seats: 'too_many' } }],
  [{ email: 'amy@agency.test', seats: 5 }, 422, { fields: { seats: 'sold_out' } }],
  [{ email: 'amy@agency.test', seats: 2, name: 'X' }, 422, { fields: { name: 'unknown' } }],
  ['2 seats', 422, { code: 'invalid_input' }],
])('a booking of %j is answered with %i and %j', async (booking, status, body) => {
  const { browser } = await signIn(await openFrontDoor({ apis: [bookings] }))

  const sent = { method: 'POST', body: JSON.stringify(booking) }
  const headers = { 'Content-Type': 'application/json' }
  const answered = await browser.call('/api/bookings', { ...sent, headers })

  expect(answered.status).toBe(status)
  expect(await answered.json()).toMatchObject(body)
})
