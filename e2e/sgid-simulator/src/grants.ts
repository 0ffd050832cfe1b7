import { randomBytes } from 'node:crypto'
import type { AuthorizationRequest } from './authorization-request.ts'
import { createExpiringMap } from './expiring-map.ts'
import type { Persona } from './personas/persona.ts'
import { Refusal } from './refusal.ts'

/** Seconds. */
export const lifetimes = { pending: 600, code: 60, accessToken: 300, idToken: 300 }

/** What a person allowed: behind one code, and the access token that was issued for it. */
export interface Grant {
  readonly request: AuthorizationRequest
  readonly persona: Persona
  /** The `sub` of the ID token; user info repeats it. */
  subject?: unknown
  revoked: boolean
}

export type Grants = ReturnType<typeof createGrants>

export function createGrants(now: () => number) {
  const pending = createExpiringMap<AuthorizationRequest>(lifetimes.pending, now)
  const codes = createExpiringMap<Grant>(lifetimes.code, now)
  const spent = createExpiringMap<Grant>(lifetimes.accessToken, now)
  const tokens = createExpiringMap<Grant>(lifetimes.accessToken, now)

  return {
    /** @returns the id under which the person answers the request, once and within ten minutes */
    ask(request: AuthorizationRequest): string {
      const id = randomBytes(16).toString('base64url')
      pending.set(id, request)
      return id
    },

    isPending: (id: string) => pending.get(id) !== undefined,

    takePending: (id: string) => pending.take(id),

    issueCode(request: AuthorizationRequest, persona: Persona): string {
      const code = randomCode()
      codes.set(code, { request, persona, revoked: false })
      return code
    },

    /**
     * Spends a code. Redeemed again, it also takes back the access token it was spent for (RFC 6749 §4.1.2).
     *
     * @throws {Refusal} `invalid_grant`
     */
    redeem(code: string, clientId: string): Grant {
      const replayed = spent.get(code)
      if (replayed?.request.client.clientId === clientId) {
        replayed.revoked = true
        throw new Refusal('invalid_grant', 'code was used before; its access token is revoked')
      }
      const grant = codes.get(code)
      if (grant?.request.client.clientId !== clientId)
        throw new Refusal(
          'invalid_grant',
          `code is unknown, was issued to another client, or is older than ${lifetimes.code} seconds`,
        )
      // Kept for longer than any code lives, so no code comes this far twice.
      spent.set(code, grant)
      return grant
    },

    issueAccessToken(grant: Grant): string {
      const token = randomBytes(32).toString('base64url')
      tokens.set(token, grant)
      return token
    },

    byAccessToken(token: string): Grant | undefined {
      const grant = tokens.get(token)
      return grant?.revoked === false ? grant : undefined
    },
  }
}

/**
 * Base64 with at least one `+`, `/` and `=`: who forgets to encode it, or decodes it twice,
 * fails on every login and not on one in four.
 */
function randomCode(): string {
  const code = randomBytes(31).toString('base64')
  return code.includes('+') && code.includes('/') ? code : randomCode()
}
