import { type Claims, tokenHash } from '../id-token.ts'
import { elsewhere } from './answers.ts'
import { table } from './table.ts'

export interface ClaimFault {
  readonly about: string
  readonly legal?: true
  /** Changes the claims of an ID token that is then signed as it is due. */
  claims(honest: Claims, issued: { accessToken: string }): Claims
}

/** Seconds. */
const minute = 60
const day = 86_400

export const claimFaults = table<ClaimFault>()({
  'id-token-wrong-iss': {
    about: 'iss is another issuer',
    claims: (honest) => ({ ...honest, iss: `${elsewhere}/v2` }),
  },
  'id-token-iss-slash': {
    about: 'iss has a slash at its end',
    claims: (honest) => ({ ...honest, iss: `${honest['iss']}/` }),
  },
  'id-token-wrong-aud': {
    about: 'aud is another client',
    claims: (honest) => ({ ...honest, aud: 'ANOTHER-CLIENT' }),
  },
  'id-token-aud-array': {
    about: 'aud is an array of one',
    legal: true,
    claims: (honest) => ({ ...honest, aud: [honest['aud']] }),
  },
  'id-token-two-audiences': {
    about: 'aud has a second audience, and there is no azp',
    claims: (honest) => ({ ...honest, aud: [honest['aud'], 'ANOTHER-CLIENT'] }),
  },
  'id-token-wrong-azp': {
    about: 'azp is another client',
    claims: (honest) => ({
      ...honest,
      aud: [honest['aud'], 'ANOTHER-CLIENT'],
      azp: 'ANOTHER-CLIENT',
    }),
  },
  'id-token-expired': {
    about: 'exp is ten minutes ago',
    claims: (honest) => shift(honest, { iat: -15 * minute, exp: -15 * minute }),
  },
  'id-token-future-iat': {
    about: 'iat is tomorrow',
    claims: (honest) => shift(honest, { iat: day, exp: day }),
  },
  'id-token-far-exp': {
    about: 'exp is in the year 30 million',
    claims: (honest) => ({ ...honest, exp: 946_000_000_000_000 }),
  },
  'id-token-string-exp': {
    about: 'exp is a string',
    claims: (honest) => ({ ...honest, exp: String(honest['exp']) }),
  },
  'id-token-not-before-future': {
    about: 'nbf is in an hour',
    claims: (honest) => ({ ...honest, nbf: Number(honest['iat']) + 60 * minute }),
  },
  'id-token-no-exp': { about: 'exp is missing', claims: ({ exp: _, ...rest }) => rest },
  'id-token-no-iat': { about: 'iat is missing', claims: ({ iat: _, ...rest }) => rest },
  'id-token-no-nonce': {
    about: 'nonce is missing though one was sent',
    claims: ({ nonce: _, ...rest }) => rest,
  },
  'id-token-wrong-nonce': {
    about: 'nonce is another one',
    claims: (honest) => ({ ...honest, nonce: 'another-nonce' }),
  },
  'id-token-no-sub': { about: 'sub is missing', claims: ({ sub: _, ...rest }) => rest },
  'id-token-empty-sub': {
    about: 'sub is empty, in user info too',
    claims: (honest) => ({ ...honest, sub: '' }),
  },
  'id-token-number-sub': {
    about: 'sub is a number, in user info too',
    claims: (honest) => ({ ...honest, sub: 12345 }),
  },
  'id-token-long-sub': {
    about: 'sub has 256 characters, one more than allowed',
    claims: (honest) => ({ ...honest, sub: 'u='.padEnd(256, '0') }),
  },
  'id-token-wrong-at-hash': {
    about: 'at_hash is of another access token',
    claims: (honest) => ({ ...honest, at_hash: tokenHash('another token') }),
  },
  'id-token-right-at-hash': {
    about: 'at_hash is there, and right',
    legal: true,
    claims: (honest, { accessToken }) => ({ ...honest, at_hash: tokenHash(accessToken) }),
  },
})

function shift(claims: Claims, seconds: { iat: number; exp: number }): Claims {
  return {
    ...claims,
    iat: Number(claims['iat']) + seconds.iat,
    exp: Number(claims['exp']) + seconds.exp,
  }
}
