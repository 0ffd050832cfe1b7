import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { rounds } from './rounds.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

/** Two things to measure, each of which takes so many seconds. */
function slow(seconds: number) {
  const order: string[] = []
  const task = (name: string) => async () => {
    vi.advanceTimersByTime(seconds * 1000)
    return order.push(name)
  }
  return { order, tasks: { a: task('a'), b: task('b') } }
}

test('each round turns the order round, and what the first one measured is not told', async () => {
  const { order, tasks } = slow(0)
  const samples = await rounds(2, tasks)

  expect(order.join('')).toBe('baabba')
  expect([samples('a'), samples('b')]).toEqual([
    [3, 6],
    [4, 5],
  ])
})

test('after three rounds, none begins that would not end within a minute', async () => {
  expect((await rounds(7, slow(7).tasks))('a')).toHaveLength(3)
  expect((await rounds(7, slow(5).tasks))('a')).toHaveLength(5)
  expect((await rounds(7, slow(1).tasks))('a')).toHaveLength(7)
})

test('a caller who needs all rounds has them, however long they take', async () => {
  expect((await rounds(7, slow(7).tasks, 7))('a')).toHaveLength(7)
})
