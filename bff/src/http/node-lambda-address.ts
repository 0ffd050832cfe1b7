import type { LambdaEvent } from 'hono/aws-lambda'
import type { TrustedProxies } from '../setting.ts'
import { createClientAddress } from './node-client-address.ts'

/** Stands for all whom a load balancer does not name as it should: counted as one. */
const unnamed = '0.0.0.0'

/**
 * Who sent the request of an event: whom API Gateway or the function URL saw, or who is in front of
 * them as far as TRUSTED_PROXIES says. A load balancer tells in `X-Forwarded-For` alone whom it saw:
 * that counts where TRUSTED_PROXIES is a number, which counts the load balancer, too.
 */
export function createLambdaAddress(trusted: TrustedProxies) {
  const find = createClientAddress(trusted)
  const fallback = typeof trusted === 'number' ? unnamed : undefined
  return ({ requestContext }: LambdaEvent, forwarded: string | undefined) =>
    find({
      socket: { remoteAddress: sourceIp(requestContext) ?? fallback },
      headers: { 'x-forwarded-for': forwarded },
    })
}

function sourceIp(context: LambdaEvent['requestContext']): string | undefined {
  if ('http' in context) return context.http.sourceIp
  return 'identity' in context && 'sourceIp' in context.identity
    ? context.identity.sourceIp
    : undefined
}
