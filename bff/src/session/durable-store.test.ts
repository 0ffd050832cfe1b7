import { describe, expect, inject, test } from 'vitest'
import { utf8 } from '../crypto.ts'
import { remoteStore } from '../testing/wire.ts'
import { describeStore } from './store.contract.ts'

const worker = inject('workerd')
let stores = 0

/** A store of its own in the Durable Objects of the worker under test. */
function open({ slow = false } = {}) {
  const name = `store ${process.pid} ${++stores}`
  let passed = 0
  const store = remoteStore(async (call) => {
    const query = new URLSearchParams({ name, now: String(Date.now() + passed) })
    if (slow) query.set('slow', '')
    const answer = await fetch(`${worker}/store?${query}`, {
      method: 'POST',
      body: JSON.stringify(call),
    })
    return answer.json()
  })
  const pass = (milliseconds: number) => {
    passed += milliseconds
  }
  return { store, pass }
}

describeStore('Durable Object', async () => open())

describe('a shard that answers too late (P35)', () => {
  const unavailable = { code: 'store_unavailable', message: 'the store did not answer in 500 ms' }

  test('is not waited for, and nobody is told that a key is absent', async () => {
    const { store } = open({ slow: true })
    const began = performance.now()

    await expect(store.get('k')).rejects.toMatchObject(unavailable)
    expect(performance.now() - began).toBeLessThan(950)
    await expect(store.take('k')).rejects.toMatchObject(unavailable)
    await expect(store.mark('k', utf8('x'), 60)).rejects.toMatchObject(unavailable)
  })

  test('has its mark taken back, so that the next try is the first (P3)', async () => {
    const { store } = open({ slow: true })
    await expect(store.mark('quick', utf8('x'), 60)).rejects.toMatchObject(unavailable)
    expect(await store.get('quick')).toBeDefined()

    await expect.poll(() => store.get('quick'), { timeout: 5000 }).toBeUndefined()
  })
})

test('a shard sweeps away what is over, keeps what is not, and rings until it is empty', async () => {
  const name = `tidy ${process.pid}`
  const kept = async (...expires: number[]) => {
    const query = new URLSearchParams({ name })
    for (const at of expires) query.append('expires', String(at))
    return (await fetch(`${worker}/kept?${query}`)).json()
  }
  const now = Date.now()
  expect(await kept(now - 1000, now - 500, now + 4000)).toBe(3)

  await expect.poll(() => kept(), { timeout: 10_000 }).toBe(1)
  await expect.poll(() => kept(), { timeout: 10_000 }).toBe(0)
})
