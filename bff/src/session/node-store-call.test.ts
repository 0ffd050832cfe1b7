import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { createCall } from './node-store-call.ts'

test('an answer that came while we were busy ourselves is taken', async () => {
  const call = createCall({ deadline: 50 })
  const { port1, port2 } = new MessageChannel()
  const answer = call(() => once(port1, 'message'))
  port2.postMessage('found')
  busy(200)

  expect(await answer).toBeDefined()
  port1.close()
})

function busy(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
