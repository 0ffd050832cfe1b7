import { expect, test } from 'vitest'
import { createMemoryStore } from './memory-store.ts'
import { describeStore } from './store.contract.ts'

describeStore('memory', async () => {
  let now = 0
  return {
    store: createMemoryStore(() => now),
    pass: (milliseconds) => {
      now += milliseconds
    },
  }
})

const value = new Uint8Array(100)

test('a full memory store refuses what is new and keeps what is alive (P34)', async () => {
  const store = createMemoryStore(() => 0, { entries: 2, bytes: 10_000 })
  await store.put('a', value, 60)
  await store.put('b', value, 60)

  await expect(store.put('c', value, 60)).rejects.toThrow('full')
  await expect(store.mark('c', value, 60)).rejects.toThrow('full')
  await store.put('a', value, 60)
  expect(await store.get('b')).toBeDefined()
})

test('a memory store counts bytes as well as entries, and gets them back', async () => {
  const store = createMemoryStore(() => 0, { entries: 100, bytes: 250 })
  await store.put('a', value, 60)
  await store.put('b', value, 60)
  await expect(store.put('c', value, 60)).rejects.toThrow('full')
  await store.take('a')

  await store.put('c', value, 60)
})

test('a memory store full of the dead has room', async () => {
  let now = 0
  const store = createMemoryStore(() => now, { entries: 50, bytes: 100_000 })
  for (let i = 0; i < 50; i++) await store.put(`old${i}`, value, 1)
  now = 2000

  for (let i = 0; i < 50; i++) await store.put(`new${i}`, value, 60)
})
