import { Refusal } from './refusal.ts'

/**
 * Parameters by name. One without a value counts as not sent (RFC 6749 §3.1).
 *
 * @throws {Refusal} `invalid_request` when a parameter is sent twice
 */
export function readParameters(sent: URLSearchParams): Map<string, string> {
  for (const name of sent.keys())
    if (sent.getAll(name).length > 1)
      throw new Refusal('invalid_request', `${name} is sent more than once`)
  return new Map([...sent].filter(([, value]) => value !== ''))
}

/** @throws {Refusal} `invalid_request` when the parameter is missing or empty */
export function required(parameters: Map<string, string>, name: string): string {
  const value = parameters.get(name)
  if (value === undefined) throw new Refusal('invalid_request', `${name} is missing`)
  return value
}
