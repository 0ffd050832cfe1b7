import type * as OpenTelemetry from '@opentelemetry/api'
import type { Watch } from './watch.ts'

/**
 * A span for each request of a route, with one inside it for each call of sgID and of the store.
 * Names are of the closed lists of `watch.ts`. Nothing of an address, a query, a header, a body or
 * an error's text is in one.
 *
 * A request begins a trace, or goes on with that of whoever called us inside this process; what a
 * visitor sends as `traceparent` decides nothing, and sgID is sent none.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function createTracing(api: typeof OpenTelemetry): Watch {
  const { context, SpanKind, SpanStatusCode, trace } = api
  const tracer = trace.getTracer('sgid-web-login')

  return async (watched, work, outcome) => {
    // Pages and assets come by the thousand and tell nothing.
    if (watched.name === 'other') return work()
    const kind = watched.kind === 'request' ? SpanKind.SERVER : SpanKind.CLIENT
    const span = tracer.startSpan(`${watched.kind} ${watched.name}`, { kind })
    const failed = () => span.setStatus({ code: SpanStatusCode.ERROR })
    try {
      const result = await context.with(trace.setSpan(context.active(), span), work)
      if (outcome && span.isRecording()) {
        const { status, ref } = outcome(result)
        span.setAttribute('http.response.status_code', status)
        if (ref) span.setAttribute('sgid_login.ref', ref)
        if (status >= 500) failed()
      }
      return result
    } catch (error) {
      failed()
      throw error
    } finally {
      span.end()
    }
  }
}
