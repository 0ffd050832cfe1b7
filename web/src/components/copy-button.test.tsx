import { expect, test, vi } from 'vitest'
import { openProfile, serveAmy } from '../testing.tsx'

const address = 'BLK 51\n#12-345\nSINGAPORE 545079'

test('a copied value is the one in the record, whatever is on screen', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  serveAmy({ 'myinfo.registered_address': address })
  const { screen } = await openProfile()

  await screen.getByRole('button', { name: 'Copy Registered address' }).click()
  expect(write).toHaveBeenCalledWith(address)
  await expect.element(screen.getByRole('status')).toHaveTextContent('Registered address copied')
})

test('a value that the page may not copy is selected for the person to copy', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('denied'))
  serveAmy({ 'myinfo.name': 'AMY TAN' })
  const { screen } = await openProfile()

  await screen.getByRole('button', { name: 'Copy Name' }).click()
  await expect.poll(() => getSelection()?.toString()).toBe('AMY TAN')
  await expect.element(screen.getByText(/Copy did not work/).first()).toBeVisible()
})

test('there is nothing to copy where there is no record', async () => {
  serveAmy({ 'myinfo.name': 'NA' })
  const { screen } = await openProfile()

  await expect.element(screen.getByText('Not on record')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Copy Name' }).query()).toBe(null)
})
