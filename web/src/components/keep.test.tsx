import { paths } from '@sgid-login/shared'
import { afterEach, expect, test, vi } from 'vitest'
import { openProfile, serveAmy, userInfo } from '../testing.tsx'

const masked = { 'myinfo.nric_number': '•••••567A' }
const full = { 'myinfo.nric_number': 'S1234567A' }

/** What the page would have saved. The browser of the test saves nothing. */
function saved() {
  const files: { name: string; content: Promise<string> }[] = []
  let content = Promise.resolve('')
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    content = blob instanceof Blob ? blob.text() : content
    return 'blob:test'
  })
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    files.push({ name: this.download, content })
  })
  return files
}

async function openAmy() {
  serveAmy({ 'myinfo.name': 'AMY TAN' }, masked, {
    [paths.userInfo]: ({ url }: Request) =>
      Response.json(
        new URL(url).search === ''
          ? userInfo({ 'myinfo.name': 'AMY TAN' }, masked)
          : userInfo({ 'myinfo.name': 'AMY TAN', ...full }),
      ),
  })
  const { screen } = await openProfile()
  await expect.element(screen.getByText('AMY TAN')).toBeVisible()
  return screen
}

afterEach(() => vi.restoreAllMocks())

test('a downloaded copy holds what is on screen: the NRIC hidden, unless it is shown (5.14 line 8)', async () => {
  const screen = await openAmy()
  const files = saved()
  const [text, json] = ['Download your details as text', 'Download as JSON'].map((name) =>
    screen.getByRole('button', { name }),
  )

  await text?.click()
  await screen.getByRole('button', { name: 'Show NRIC' }).click()
  await expect.element(screen.getByText('S1234567A')).toBeVisible()
  await json?.click()
  await screen.getByRole('button', { name: 'Hide NRIC' }).click()
  await json?.click()

  const contents = await Promise.all(files.map(({ content }) => content))
  expect(contents).toEqual([
    'Name: AMY TAN\r\nNRIC or FIN: •••••567A',
    JSON.stringify({ 'myinfo.name': 'AMY TAN', ...full }, null, 2),
    JSON.stringify({ 'myinfo.name': 'AMY TAN', ...masked }, null, 2),
  ])
  for (const { name } of files) expect(name).toMatch(/^my-details-\d{4}-\d\d-\d\d\.(txt|json)$/)
})

test('a printed page begins with where and when it was printed, and on screen it does not', async () => {
  const screen = await openAmy()
  const line = screen.getByText(/^Printed from Demo Service on .* Singapore time$/)

  dispatchEvent(new Event('beforeprint'))
  await expect.element(line).toBeInTheDocument()
  await expect.element(line).not.toBeVisible()
})
