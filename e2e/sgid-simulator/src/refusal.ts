import type { ContentfulStatusCode } from 'hono/utils/http-status'

type RefusalCode =
  | 'access_denied'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_token'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'

/** A request that breaks the protocol: an error code of RFC 6749 or RFC 6750, and a sentence for the developer. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly status: ContentfulStatusCode

  constructor(code: RefusalCode, message: string, status: ContentfulStatusCode = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}
