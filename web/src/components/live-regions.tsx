/** There from the start, because a region that is added with its text in it is not read out. */
export function LiveRegions() {
  return (
    <div className="unseen">
      <p id="say" role="status" />
      <p id="shout" role="alert" />
    </div>
  )
}

/** Reads a text out when the listener is next idle. Nothing personal: it stays in the page. */
export function say(text: string): void {
  write('say', text)
}

/** Reads a text out at once. */
export function shout(text: string): void {
  write('shout', text)
}

function write(id: 'say' | 'shout', text: string): void {
  // While a dialog is open nothing outside it is heard.
  const region = () =>
    document.querySelector('dialog[open] [role=alert]') ?? document.getElementById(id)
  region()?.replaceChildren()
  // The pause makes the same text, said twice, two events; by then the dialog may be gone.
  setTimeout(() => region()?.replaceChildren(text), 50)
}
