import { html } from 'hono/html'
import type { AuthorizationRequest } from '../authorization-request.ts'
import { paths } from '../endpoints.ts'
import type { Persona } from '../personas/persona.ts'
import { defaultPersona, personas } from '../personas/personas.ts'
import { type Html, page } from './page.ts'

/** @param pending under which the answer is accepted, once */
export function authorizePage({ client, scopes }: AuthorizationRequest, pending: string): Html {
  return page(
    'Log in',
    html`<h1>Log in to <code>${client.clientId}</code></h1>
<form method="post" action="${paths.authorize}">
<input type="hidden" name="pending" value="${pending}">
<h2>What will be shared</h2>
<ul class="scopes">${scopes.map((scope) => html`<li><code>${scope}</code></li>`)}</ul>
<fieldset>
<legend>Who are you today?</legend>
${Object.values(personas).map(choice)}
</fieldset>
<div class="answer">
<button class="strong" name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</div>
</form>
<p><a href="/">Faults, people and log of this simulator</a></p>`,
  )
}

function choice({ id, title, about }: Persona): Html {
  const checked = id === defaultPersona ? html` checked` : ''
  return html`<label class="person">
<input type="radio" name="persona" value="${id}"${checked}>
<strong><bdi>${title}</bdi></strong>
<small>${about} <code>${id}</code></small>
</label>
`
}
