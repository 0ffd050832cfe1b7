import { createPublicKey } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Client, makeClient } from './client.ts'
import { scopes } from './scopes.ts'

export interface Registration {
  client: Client
  /** PKCS #8 PEM. */
  privateKey: string
}

/** The one client of a simulator that runs alone: made at the first start, and the same ever after. */
export async function keptRegistration(
  folder: string,
  redirectUris: string[],
): Promise<Registration> {
  const secretFile = join(folder, 'client-secret')
  const keyFile = join(folder, 'private-key.pem')
  if (!existsSync(secretFile) || !existsSync(keyFile)) {
    const { client, privateKey } = await makeClient()
    mkdirSync(folder, { recursive: true })
    writeFileSync(secretFile, client.clientSecret, { mode: 0o600 })
    writeFileSync(keyFile, privateKey, { mode: 0o600 })
  }

  const privateKey = readFileSync(keyFile, 'utf8')
  const client = {
    clientId: 'SIMULATOR-CLIENT',
    clientSecret: readFileSync(secretFile, 'utf8').trim(),
    redirectUris,
    scopes,
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
  }
  return { client, privateKey }
}

/** The settings a relying party needs, as lines of an environment file. */
export function environment({ client, privateKey }: Registration, origin: string): string {
  return [
    `SGID_HOSTNAME=${origin}`,
    `SGID_CLIENT_ID=${client.clientId}`,
    `SGID_CLIENT_SECRET=${client.clientSecret}`,
    `SGID_PRIVATE_KEY="${privateKey.trim().replaceAll('\n', '\\n')}"`,
    `SGID_REDIRECT_URI=${client.redirectUris[0]}`,
    'SGID_SCOPES="openid myinfo.name"',
  ].join('\n')
}
