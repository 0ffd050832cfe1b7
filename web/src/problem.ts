import { localPath, paths } from '@sgid-login/shared'

/**
 * Puts on an error page what its address alone knows: the reference, and the place to which the
 * person was going. Without it the page says where the reference is, and a login ends at the profile.
 */
function complete(page: Document, { searchParams }: URL): void {
  const returnTo = localPath(searchParams.get('returnTo') ?? '')
  for (const link of page.querySelectorAll<HTMLAnchorElement>(`a[href^="${paths.login}?"]`)) {
    if (returnTo) link.search = String(new URLSearchParams({ returnTo }))
  }
  const ref = searchParams.get('ref') ?? ''
  const reference = page.querySelector<HTMLElement>('[data-reference]')
  const address = page.querySelector<HTMLElement>('[data-address]')
  const place = reference?.querySelector('strong')
  if (!reference || !address || !place || !/^[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(ref)) return
  place.textContent = ref
  reference.hidden = false
  address.hidden = true
}

complete(document, new URL(location.href))
