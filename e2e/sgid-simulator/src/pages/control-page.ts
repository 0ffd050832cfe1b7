import { html } from 'hono/html'
import type { AccessLogEntry } from '../access-log.ts'
import type { Controls } from '../control.ts'
import { type FaultName, faultGroups, faults } from '../faults/catalogue.ts'
import type { ActiveFault } from '../faults/switches.ts'
import { personas } from '../personas/personas.ts'
import { type Html, page } from './page.ts'

/** How many requests the page shows; the log itself holds more. */
const shown = 30

/** @param clients their ids */
export function controlPage(clients: string[], { faults: switches, log }: Controls): Html {
  const active = switches.active()
  // A press reloads the page: what is being worked on stays unfolded.
  const open = (names: FaultName[]) =>
    active.some(({ name }) => names.includes(name)) ? html` open` : ''
  const latest = log().slice(-shown).reverse()

  return page(
    'Control',
    html`<h1>sgID simulator</h1>
<h2>Clients</h2>
<ul>${clients.map((id) => html`<li><code>${id}</code></li>`)}</ul>
<details>
<summary>People (${Object.keys(personas).length})</summary>
<ul>
${Object.values(personas).map(
  ({ id, title, about }) =>
    html`<li><code>${id}</code> <strong><bdi>${title}</bdi></strong>: ${about}</li>\n`,
)}
</ul>
</details>
<form method="post" action="/_simulator/form">
<h2>Faults: ${active.length === 0 ? 'none is on' : `${active.length} on`}</h2>
${active.map((fault) => faultRow(fault.name, fault))}
<p class="row"><button name="clear" value="faults">All off</button>
<button name="rotate" value="keys">Rotate signing keys</button></p>
${faultGroups.map(
  ({ title, names }) => html`<details${open(names)}>
<summary>${title} (${names.length})</summary>
${names.map((name) =>
  faultRow(
    name,
    active.find((fault) => fault.name === name),
  ),
)}
</details>
`,
)}
<h2>Latest requests</h2>
<p class="row"><button name="clear" value="log">Clear the log</button></p>
</form>
${latest.length === 0 ? html`<p>None yet.</p>` : html`<ol class="log" reversed>${latest.map(logRow)}</ol>`}
<p>For programs: <a href="/_simulator/log">log</a>, <a href="/_simulator/faults">faults</a>,
<a href="/v2/.well-known/openid-configuration">configuration</a>.</p>`,
  )
}

function faultRow(name: FaultName, active: ActiveFault | undefined): Html {
  const { about, legal } = faults[name]
  const state = active && (active.times === null ? 'on' : `on for ${active.times} more`)
  return html`<div class="fault${active ? ' on' : ''}">
<p><code>${name}</code> ${state ? html`<strong class="bad">${state}</strong>` : ''}<br>
${about}${legal ? html` <em>(legal: logging in still works)</em>` : ''}</p>
<div class="row">
<button name="once" value="${name}" aria-label="${name} once">Once</button>
<button name="on" value="${name}" aria-label="${name} on">On</button>
<button name="off" value="${name}" aria-label="${name} off">Off</button>
</div>
</div>
`
}

function logRow({ time, method, path, status, client, refused, faults: spoiled }: AccessLogEntry) {
  return html`<li><time>${new Date(time).toISOString().slice(11, 19)}</time>
<code>${method} ${path}</code> <strong>${status === 0 ? 'no answer' : status}</strong>
${client ? html`<code>${client}</code>` : ''}
${refused ? html`<br><span class="bad">${refused}</span>` : ''}
${spoiled.length > 0 ? html`<br>fault: <code>${spoiled.join(', ')}</code>` : ''}</li>
`
}
