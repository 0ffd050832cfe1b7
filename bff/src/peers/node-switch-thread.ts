// The switch itself. Its messages: to it the port of the next server, from it its own.
import { connect, createServer } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

let target = Number(workerData)
parentPort?.on('message', (port) => {
  target = Number(port)
})

const server = createServer((from) => {
  const to = connect(target, '127.0.0.1')
  for (const [socket, other] of [
    [from, to],
    [to, from],
  ] as const)
    socket.on('error', () => undefined).on('close', () => other.destroy())
  from.pipe(to).pipe(from)
})
server.listen(0, '127.0.0.1', () => {
  const at = server.address()
  parentPort?.postMessage(typeof at === 'object' ? at?.port : undefined)
})
