import { elsewhere } from './answers.ts'
import { table } from './table.ts'

export interface CallbackFault {
  readonly about: string
  readonly legal?: true
  /** Changes the parameters with which the browser is sent back after Allow. */
  callback(answer: URLSearchParams, issuer: string): void
}

function failWith(error: string, description: string) {
  return (answer: URLSearchParams) => {
    answer.delete('code')
    answer.set('error', error)
    answer.set('error_description', description)
  }
}

export const authorizeFaults = table<CallbackFault>()({
  'error-server': {
    about: 'The callback has error=server_error instead of a code',
    callback: failWith('server_error', 'Something broke'),
  },
  'error-temporarily-unavailable': {
    about: 'The callback has error=temporarily_unavailable instead of a code',
    callback: failWith('temporarily_unavailable', 'Come back later'),
  },
  'error-invalid-scope': {
    about: 'The callback has error=invalid_scope instead of a code',
    callback: failWith('invalid_scope', 'This scope is not yours'),
  },
  'error-unknown': {
    about: 'The callback has an error that no standard knows, and markup in its description',
    callback: failWith('weather_too_nice', '<script>alert("description")</script>'),
  },
  'no-code': {
    about: 'The callback has neither a code nor an error',
    callback: (answer) => answer.delete('code'),
  },
  'code-and-error': {
    about: 'The callback has a code and error=access_denied',
    callback: (answer) => answer.set('error', 'access_denied'),
  },
  'no-state': {
    about: 'The callback lacks the state that was sent',
    callback: (answer) => answer.delete('state'),
  },
  'wrong-state': {
    about: 'The callback has another state',
    callback: (answer) => answer.set('state', 'another-state'),
  },
  'duplicate-state': {
    about: 'The callback has the state twice',
    callback: (answer) => answer.append('state', answer.get('state') ?? 'state'),
  },
  'duplicate-code': {
    about: 'The callback has two codes',
    callback: (answer) => answer.append('code', 'another-code'),
  },
  'wrong-iss': {
    about: 'The callback names another issuer (RFC 9207)',
    callback: (answer) => answer.set('iss', `${elsewhere}/v2`),
  },
  'right-iss': {
    about: 'The callback names this issuer (RFC 9207)',
    legal: true,
    callback: (answer, issuer) => answer.set('iss', issuer),
  },
})
