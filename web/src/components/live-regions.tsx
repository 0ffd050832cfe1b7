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
  const region = document.getElementById(id)
  if (region === null) return
  region.textContent = ''
  // The pause makes the same text, said twice, two events.
  setTimeout(() => {
    region.textContent = text
  }, 50)
}
