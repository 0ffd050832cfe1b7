import { expect, test } from 'vitest'
import { together } from './node-together.ts'

test('what comes within one turn of the event loop is done at its end, in the order in which it came', async () => {
  const done: string[] = []
  const later = together((item: string) => done.push(item))

  later('a')
  await Promise.resolve()
  later('b')
  expect(done).toEqual([])
  await endOfTurn()
  expect(done).toEqual(['a', 'b'])
})

test('promises that follow go on side by side', async () => {
  const done: string[] = []
  const later = together(async (item: string) => {
    done.push(`${item}1`)
    await undefined
    done.push(`${item}2`)
  })

  later('a')
  later('b')
  await endOfTurn()
  expect(done).toEqual(['a1', 'b1', 'a2', 'b2'])
})

test('what comes while work is done is left for the next turn', async () => {
  const done: number[] = []
  const later = together((item: number) => {
    done.push(item)
    if (item < 2) later(item + 1)
  })

  later(1)
  await endOfTurn()
  expect(done).toEqual([1])
  await endOfTurn()
  expect(done).toEqual([1, 2])
})

test('a crowd is done 16 in a turn, so that others are heard in between', async () => {
  const done: number[] = []
  const later = together((item: number) => done.push(item))
  const crowd = Array.from({ length: 40 }, (_, i) => i)

  for (const item of crowd) later(item)
  for (const count of [16, 32, 40]) {
    await endOfTurn()
    expect(done).toEqual(crowd.slice(0, count))
  }
})

function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
