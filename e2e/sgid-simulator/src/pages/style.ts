/** Of every page, inlined so that a page is one request. */
export const style = `
:root { color-scheme: light dark; --ink: #1a1c22; --paper: #ffffff; --soft: #f1f2f5; --line: #767b87;
  --strong: #5b2a86; --on-strong: #ffffff; --note: #ffe9a8; --on-note: #332600; --bad: #a3123f }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ecedf1; --paper: #15171c; --soft: #22252d; --line: #8f95a3;
    --strong: #cfb2f0; --on-strong: #230a3a; --note: #5a4600; --on-note: #fff3cf; --bad: #ff9db8 }
}
* { box-sizing: border-box }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
main { max-width: 44rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere }
html { scroll-padding-bottom: 6rem }
.banner { margin: 0; padding: .75rem 1rem; text-align: center; background: var(--note); color: var(--on-note) }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0 1rem }
h2 { font-size: 1.125rem; margin: 1.5rem 0 .5rem }
a { color: var(--strong) }
fieldset { margin: 0 0 1.5rem; padding: 0; border: 0 }
legend { font-weight: 600; padding: 0; margin-bottom: .5rem }
.person { display: grid; grid-template-columns: auto 1fr; gap: 0 .75rem; align-items: center; min-height: 44px;
  padding: .375rem .75rem; border: 1px solid var(--line); border-radius: .5rem; margin-bottom: .5rem; cursor: pointer }
.person:has(:checked) { border-color: var(--strong); background: var(--soft); outline: 1px solid var(--strong) }
.person input { width: 1.25rem; height: 1.25rem; accent-color: var(--strong); grid-row: span 2 }
.person small { grid-column: 2 }
button { min-height: 44px; min-width: 44px; padding: .5rem 1rem; font: inherit; font-weight: 600; border-radius: .5rem;
  border: 2px solid var(--strong); background: var(--paper); color: var(--strong); cursor: pointer }
button.strong { background: var(--strong); color: var(--on-strong) }
:focus-visible { outline: 3px solid var(--strong); outline-offset: 2px }
.answer { position: sticky; bottom: 0; display: flex; flex-wrap: wrap; gap: .75rem; padding: .75rem 0;
  background: var(--paper); border-top: 1px solid var(--line) }
.answer button { flex: 1 1 8rem }
code { font-family: ui-monospace, monospace; font-size: .9375em }
.scopes { display: flex; flex-wrap: wrap; gap: .25rem .5rem; list-style: none; padding: 0; margin: 0 0 1.5rem }
.scopes li { padding: .125rem .5rem; border-radius: .25rem; background: var(--soft) }
summary { min-height: 44px; padding: .625rem 0; font-weight: 600; cursor: pointer }
.fault { display: grid; gap: .5rem; padding: .5rem 0; border-top: 1px solid var(--line) }
.fault p { margin: 0 }
.fault.on { padding-inline: .75rem; background: var(--soft); border-inline-start: .5rem solid var(--bad) }
.row { display: flex; flex-wrap: wrap; gap: .5rem }
@media (min-width: 48rem) { .fault { grid-template-columns: 1fr auto; align-items: center } }
.log { list-style: none; padding: 0; margin: 0 }
.log li { padding: .375rem 0; border-top: 1px solid var(--line) }
.bad { color: var(--bad) }
`
