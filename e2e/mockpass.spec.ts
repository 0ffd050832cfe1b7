import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { makeClient } from 'sgid-simulator'
import { type Bff, buildPages, startBff } from './bff.ts'
import { startMockpass } from './mockpass.ts'
import { details } from './sign-in.ts'

const scopes =
  'openid myinfo.name myinfo.date_of_birth myinfo.registered_address myinfo.mobile_number pocdex.public_officer_details'

let mockpass: Awaited<ReturnType<typeof startMockpass>>
let bff: Bff
let pages: string

test.beforeAll(async () => {
  const { client, privateKey } = await makeClient()
  mockpass = await startMockpass(client)
  pages = await mkdtemp(join(tmpdir(), 'pages-'))
  await buildPages(pages, { SGID_SCOPES: scopes })
  bff = await startBff({
    port: 0,
    settings: {
      SGID_CLIENT_ID: client.clientId,
      SGID_CLIENT_SECRET: client.clientSecret,
      SGID_PRIVATE_KEY: privateKey,
      SGID_HOSTNAME: mockpass.origin,
      SGID_SCOPES: scopes,
      WEB_ROOT: pages,
    },
  })
})
test.afterAll(async () => {
  await bff.stop()
  await mockpass.stop()
  await rm(pages, { recursive: true })
})

test('a citizen logs in through the page of MockPass and sees five details, not the NRIC it adds', async ({
  page,
}) => {
  await page.goto(bff.origin)
  const asked = page.locator('#ask [data-scope]')
  expect(
    await asked.evaluateAll((all) => all.map((item) => item.getAttribute('data-scope'))),
  ).toEqual(scopes.split(' ').slice(1))
  await page.getByRole('link', { name: 'Log in with Singpass' }).click()
  await expect(page).toHaveURL(new RegExp(`^${mockpass.origin}/`))
  await page.getByRole('button', { name: 'Login' }).first().click()
  await page.locator('#id-input').fill('S9812379B [MyInfo]')

  await expect(page).toHaveURL(`${bff.origin}/profile`)
  const shown = await details(page)
  expect(shown).toMatchObject({
    Name: 'LIM YONG XIANG',
    'Date of birth': '6 October 1980',
    'Mobile number': '9739 9245',
  })
  expect(shown['Registered address']).toMatch(
    /^123 LORONG 1 TOA PAYOH\s+#12-22\s+SINGAPORE 310123$/,
  )
  expect(shown['Public officer details']).toContain('Work Allocation Singapore')
  expect(Object.keys(shown)).toHaveLength(5)
  expect(await page.content()).not.toContain('S9812379B')
  expect(bff.lines.join('\n')).not.toMatch(/S9812379B|LIM YONG/)
})
