import { table } from './table.ts'
export interface TokenBody {
  readonly access_token: string
  readonly id_token: string
}

export interface TokenBodyFault {
  readonly about: string
  readonly legal?: true
  /** @param body what would have been sent; the code is spent and the tokens are valid */
  rewrite(body: TokenBody): Response
}

export const tokenBodyFaults = table<TokenBodyFault>()({
  'token-201': {
    about: '201 with a right body',
    rewrite: (body) => Response.json(body, { status: 201 }),
  },
  'token-text-plain': {
    about: 'A right body as text/plain',
    rewrite: (body) => new Response(JSON.stringify(body)),
  },
  'token-no-id-token': {
    about: 'id_token is missing',
    rewrite: ({ id_token: _, ...body }) => Response.json(body),
  },
  'token-no-access-token': {
    about: 'access_token is missing',
    rewrite: ({ access_token: _, ...body }) => Response.json(body),
  },
  'token-number-access-token': {
    about: 'access_token is a number',
    rewrite: (body) => Response.json({ ...body, access_token: 12345 }),
  },
  'token-array': {
    about: 'The body is wrapped in an array',
    rewrite: (body) => Response.json([body]),
  },
  'token-truncated': {
    about: 'The JSON ends in the middle',
    rewrite: (body) =>
      new Response(JSON.stringify(body).slice(0, -20), {
        headers: { 'Content-Type': 'application/json' },
      }),
  },
  'token-type-mac': {
    about: 'token_type is not Bearer',
    rewrite: (body) => Response.json({ ...body, token_type: 'mac' }),
  },
  'token-type-bearer': {
    about: 'token_type and expires_in are sent, in small letters',
    legal: true,
    rewrite: (body) => Response.json({ ...body, token_type: 'bearer', expires_in: 300 }),
  },
})
