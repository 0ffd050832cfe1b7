import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/**
 * A port that leads to one server, and then to another. In a thread of its own: whoever makes a load
 * is busy with it, and what goes through here would wait for that.
 *
 * @param first port of the server to begin with
 */
export async function startSwitch(first: number) {
  const thread = new Worker(new URL('./node-switch-thread.ts', import.meta.url), {
    workerData: first,
    execArgv: [],
  })
  const [port] = await once(thread, 'message')
  return {
    port: Number(port),
    /** Connections that are open stay where they lead; the next ones go to this port. */
    to: (next: number) => thread.postMessage(next),
    stop: () => thread.terminate(),
  }
}
