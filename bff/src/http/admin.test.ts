import { expect, test } from 'vitest'
import { BffError } from '../errors.ts'
import { createMemoryStore } from '../session/memory-store.ts'
import { createAdmin } from './admin.ts'

test('who is stopping lives, and is ready for nobody any more (P32)', async () => {
  const is = { stopping: false }
  const admin = createAdmin(createMemoryStore(), () => is.stopping)
  const statuses = async () =>
    Promise.all(['/livez', '/readyz'].map(async (path) => (await admin.request(path)).status))

  expect(await statuses()).toEqual([200, 200])
  is.stopping = true
  expect(await statuses()).toEqual([200, 503])
})

test('who cannot reach the store lives, and is ready again when it can (P29)', async () => {
  const inner = createMemoryStore()
  const wire = { cut: true }
  const get = async (key: string) => {
    if (wire.cut) throw new BffError('store_unavailable', 'the store does not answer')
    return inner.get(key)
  }
  const admin = createAdmin({ ...inner, get }, () => false)

  expect((await admin.request('/livez')).status).toBe(200)
  expect((await admin.request('/readyz')).status).toBe(503)
  wire.cut = false
  const ready = await admin.request('/readyz')
  expect([ready.status, ready.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
})
