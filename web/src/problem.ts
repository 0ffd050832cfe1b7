import { localPath, paths } from '@sgid-login/shared'

/**
 * Completes an error page by what its address alone knows: the reference, the place to which the
 * person was going, and what the login was for. Without it the page says where the reference is, a login ends at the profile,
 * and nothing waits.
 */
function complete({ search, searchParams }: URL): void {
  const returnTo = localPath(searchParams.get('returnTo') ?? '')
  const purpose = searchParams.get('purpose')
  const again = new URLSearchParams({ ...(returnTo && { returnTo }), ...(purpose && { purpose }) })
  for (const link of links(`a[href^="${paths.login}?"]`))
    if (again.size > 0) link.search = `${again}`
  for (const link of links('nav a')) link.search = search
  refer(searchParams.get('ref') ?? '')
  wait()
}

function refer(ref: string): void {
  const [reference, address] = [find('[data-reference]'), find('[data-address]')]
  const [place, button] = [reference?.querySelector('strong'), find('[data-copied]')]
  if (!reference || !address || !place || !button || !/^[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(ref)) return
  place.textContent = ref
  reference.hidden = false
  address.hidden = true
  button.onclick = async () => {
    const { copied, failed } = button.dataset
    try {
      await navigator.clipboard.writeText(ref)
      say(copied)
      button.dataset['result'] = 'done'
    } catch {
      getSelection()?.selectAllChildren(place)
      say(failed)
    }
  }
}

/** Counts down to the time at which a login has a chance. Nothing starts by itself. */
function wait(): void {
  const [note, link] = [find('[data-wait]'), links('main a.button')[0]]
  if (!note || !link) return
  const { wait: seconds, waiting = '', ready = '' } = note.dataset
  const until = performance.now() + Number(seconds) * 1000
  const unit = { style: 'unit', unit: 'second', unitDisplay: 'long' } as const
  const format = new Intl.NumberFormat(`${document.documentElement.lang}-SG`, unit)
  const tick = () => {
    const left = Math.ceil((until - performance.now()) / 1000)
    note.textContent = left > 0 ? waiting.replace('{time}', format.format(left)) : ready
    if (left > 0) return
    clearInterval(timer)
    link.removeAttribute('aria-disabled')
    say(ready)
  }
  const timer = setInterval(tick, 1000)
  note.hidden = false
  link.setAttribute('aria-disabled', 'true')
  link.addEventListener('click', (event) => {
    if (link.hasAttribute('aria-disabled')) event.preventDefault()
  })
  tick()
}

function say(text = ''): void {
  const region = find('#say')
  if (region) region.textContent = text
}

function find(selector: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(selector)
}

function links(selector: string): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>(selector)]
}

complete(new URL(location.href))
