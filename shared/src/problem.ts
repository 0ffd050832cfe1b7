/**
 * Every way a request can fail: code → its HTTP status and its title. A closed list.
 *
 * @see RFC 9457 §3.1
 */
export const problems = {
  session_required: { status: 401, title: 'Log in to see this' },
  session_expired: { status: 401, title: 'The session has ended' },
  csrf_rejected: { status: 403, title: 'The request did not come from a page of this site' },
  insufficient_scope: { status: 403, title: 'The login did not ask for all that this needs' },
  not_found: { status: 404, title: 'There is nothing at this address' },
  method_not_allowed: { status: 405, title: 'This address does not take this method' },
  too_large: { status: 413, title: 'The request is too large' },
  invalid_input: { status: 422, title: 'Some of what was sent cannot be taken' },
  rate_limited: { status: 429, title: 'Too many requests from this address' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  store_unavailable: { status: 503, title: 'Part of the service is not answering' },
  idp_unavailable: { status: 503, title: 'sgID is not answering' },
  login_cancelled: { status: 400, title: 'The login was cancelled' },
  login_expired: { status: 400, title: 'The login took too long' },
  login_elsewhere: { status: 400, title: 'The login was started in another browser' },
  login_already_used: { status: 400, title: 'The login was used already' },
  login_mismatch: { status: 400, title: 'The callback matches no login of this browser' },
  idp_bad_response: { status: 502, title: 'sgID sent an answer that cannot be trusted' },
  idp_rejected_client: { status: 502, title: 'sgID does not accept this service' },
  data_unavailable: { status: 502, title: 'The details from sgID could not be read' },
  upstream_unavailable: { status: 503, title: 'The service behind this one is not answering' },
  upstream_bad_response: {
    status: 502,
    title: 'The service behind this one sent what cannot be used',
  },
} as const satisfies Record<string, { status: number; title: string }>

/** Names one way to fail, in bodies, logs and addresses of error pages. @see RFC 9457 §3.2 */
export type ProblemCode = keyof typeof problems & string

/** All codes, in the order of {@link problems}. @see RFC 9457 §3.2 */
export const problemCodes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]]
