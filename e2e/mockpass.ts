import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Ends when its parent does, however that ends. */
const script = `
  process.on('disconnect', () => process.exit())
  const server = require(process.argv[1]).app.listen(0, '127.0.0.1', () => {
    process.send(server.address().port)
  })
`

/**
 * MockPass, the Singapore government's own mock of sgID, on a free port of this machine. A process
 * of its own: an unexpected request ends it.
 *
 * @param publicKey SPKI PEM of the relying party
 */
export async function startMockpass({ publicKey }: { publicKey: string }) {
  const folder = await mkdtemp(join(tmpdir(), 'mockpass-'))
  const keyFile = join(folder, 'client.pub')
  await writeFile(keyFile, publicKey)

  const main = createRequire(import.meta.url).resolve('@opengovsg/mockpass')
  const child = spawn(process.execPath, ['-e', script, main], {
    // MockPass reads a .env of the working directory.
    cwd: folder,
    env: {
      SERVICE_PROVIDER_PUB_KEY: keyFile,
      // The persona that it takes by itself has no data, and ends the process.
      MOCKPASS_NRIC: 'S9812379B',
      SHOW_LOGIN_PAGE: 'true',
    },
    // It prints codes and secrets.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')

  const stop = async () => {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 2000)
    await ended
    clearTimeout(late)
    await rm(folder, { recursive: true, force: true })
  }

  const [message] = await Promise.race([once(child, 'message'), ended.then(() => [undefined])])
  if (typeof message !== 'number') {
    await stop()
    throw new Error('MockPass ended while it was starting')
  }
  return { origin: `http://127.0.0.1:${message}`, stop }
}
