import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fingerprint } from './doctor/node-keys.ts'

const usage = `Makes a SESSION_SECRET and an RSA key pair, as files that their owner alone may read.

  npm run keygen                 into secrets/
  npm run keygen -- --out DIR    into DIR

It never writes over a file.`

/** What sgID registers. */
const modulusLength = 2048

process.exitCode = main(process.argv.slice(2))

/** @returns the exit code */
function main(args: string[]): number {
  const folder = parseFolder(args)
  if (folder === undefined) {
    console.error(usage)
    return 2
  }
  const pair = generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const files = {
    session_secret: `${randomBytes(32).toString('base64')}\n`,
    sgid_private_key: pair.privateKey,
    sgid_public_key: pair.publicKey,
  }
  const taken = Object.keys(files).filter((name) => existsSync(join(folder, name)))
  if (taken.length > 0) {
    console.error(`Nothing was written: ${taken.join(', ')} in ${folder} would be lost.`)
    return 1
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text, { flag: 'wx', mode: 0o600 })
  }
  console.log(explanation(folder, pair.publicKey))
  return 0
}

/** undefined when that is not what the words say */
function parseFolder(args: string[]): string | undefined {
  try {
    const { out } = parseArgs({
      args,
      options: { out: { type: 'string', default: 'secrets' } },
    }).values
    return out === '' ? undefined : resolve(out)
  } catch {
    return undefined
  }
}

function explanation(folder: string, publicKey: string): string {
  return `The public key, to be registered (SHA-256 ${fingerprint(createPublicKey(publicKey))}):

${publicKey}
Where registration makes the pair, as sgID's own portal does, write the private key that you are given
over sgid_private_key, and remove sgid_public_key.

Settings of the service, beside SGID_CLIENT_ID, SGID_CLIENT_SECRET and SGID_REDIRECT_URI:

SGID_PRIVATE_KEY_FILE=${join(folder, 'sgid_private_key')}
SESSION_SECRET_FILE=${join(folder, 'session_secret')}

Then: npm run doctor`
}
