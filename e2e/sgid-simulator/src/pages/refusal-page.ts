import { html } from 'hono/html'
import type { Refusal } from '../refusal.ts'
import { type Html, page } from './page.ts'

/** sgID shows a bad authorization request to the person; it never sends them back with it. */
export function refusalPage({ code, message }: Refusal): Html {
  return page(
    'This request was refused',
    html`<h1>This request was refused</h1>
<p><code id="error">${code}</code></p>
<p id="error-description">${message}</p>
<p>The service that sent you here made a mistake. Its developer finds the request in the
<a href="/">simulator’s log</a>.</p>`,
  )
}
