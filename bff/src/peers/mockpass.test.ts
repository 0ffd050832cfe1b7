import { startMockpass } from '@sgid-login/e2e/mockpass'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { Fetch } from '../provider/exchange.ts'
import type { Browser } from '../testing/browser.ts'
import { client, location, openFrontDoor, problem, userInfo } from '../testing/front-door.ts'

let mockpass: Awaited<ReturnType<typeof startMockpass>>
beforeAll(async () => {
  mockpass = await startMockpass(client)
})
afterAll(() => mockpass.stop())

const scopes = [
  'openid',
  'myinfo.name',
  'myinfo.date_of_birth',
  'myinfo.registered_address',
  'myinfo.mobile_number',
  'pocdex.public_officer_details',
]

describe.each([
  {
    nric: 'S9812379B',
    sub: 'u=952b0342-0649-a6fe-245b-87cfcc3d38da',
    data: {
      'myinfo.name': 'LIM YONG XIANG',
      'myinfo.date_of_birth': '1980-10-06',
      'myinfo.registered_address': '123 LORONG 1 TOA PAYOH\n#12-22\nSINGAPORE 310123',
      'myinfo.mobile_number': '97399245',
      'pocdex.public_officer_details': JSON.stringify([
        {
          work_email: 'lim_yong_xiang@was.gov.sg',
          agency_name: 'Work Allocation Singapore',
          department_name: 'Allocation Central',
          employment_type: 'Fixed Term',
          employment_title: 'Senior Software Engineer - LLv1 (Individual Contributor) (WAS)',
        },
      ]),
    },
  },
  {
    nric: 'S9812381D',
    sub: 'u=b6cb9308-733b-42b3-ad38-9b5afc890206',
    data: {
      'myinfo.name': 'TAN HENG HUAT',
      'myinfo.date_of_birth': '1998-06-06',
      'myinfo.registered_address': '102 BEDOK NORTH AVENUE 4\n#09-128\nSINGAPORE 460102',
      'myinfo.mobile_number': '97399245',
      'pocdex.public_officer_details': 'NA',
    },
  },
])('persona $nric of MockPass', ({ nric, sub, data }) => {
  test('signs in, and every field that was asked for is there', async () => {
    const { door } = await openMockpass(scopes)
    const browser = door.newBrowser()

    const answer = await browser.arrive(await choose(browser, nric))

    expect([answer.status, location(answer)]).toEqual([303, '/profile'])
    expect(await userInfo(browser)).toEqual({ sub, data, masked: {} })
  })

  test('leaves no trace of the NRIC, which MockPass sends without being asked', async () => {
    const { door, sent } = await openMockpass(scopes)
    const browser = door.newBrowser()
    await browser.arrive(await choose(browser, nric))

    const answer = await browser.call('/auth/userinfo')
    const reveal = await browser.call('/auth/userinfo?reveal=myinfo.nric_number')

    expect(sent).toEqual([[...scopes.slice(1), 'myinfo.nric_number']])
    expect(await answer.text()).not.toContain(nric)
    expect((await problem(reveal)).code).toBe('not_found')
    expect(door.log.map(({ event }) => event)).toContain('login.finished')
    expect(JSON.stringify(door.log)).not.toContain(nric)
    const dump = [...door.stored].map(([key, value]) => key + new TextDecoder().decode(value))
    expect(dump).not.toEqual([])
    expect(dump.join()).not.toContain(nric)
  })

  test('has the NRIC masked until the person asks for it, when the service asks sgID for it', async () => {
    const { door } = await openMockpass(['openid', 'myinfo.nric_number'])
    const browser = door.newBrowser()
    await browser.arrive(await choose(browser, nric))

    const masked = { 'myinfo.nric_number': `•••••${nric.slice(-4)}` }
    expect(await userInfo(browser)).toEqual({ sub, data: {}, masked })
    const revealed = await userInfo(browser, '?reveal=myinfo.nric_number')
    expect(revealed).toEqual({ sub, data: { 'myinfo.nric_number': nric }, masked: {} })
  })
})

test('a code with a plus and a slash in it reaches the token endpoint as it was made', async () => {
  const { door } = await openMockpass(scopes)
  const browser = door.newBrowser()

  let callback = await choose(browser, 'S9812379B')
  for (let tries = 0; tries < 50 && !/%2B.*%2F/.test(callback); tries++) {
    callback = await choose(browser, 'S9812379B')
  }

  expect(callback).toMatch(/%2B.*%2F/)
  expect(location(await browser.arrive(callback))).toBe('/profile')
})

/** @returns also the scopes of every user info answer that came over the network */
async function openMockpass(asked: string[]) {
  const sent: string[][] = []
  const recording: Fetch = async (url, init) => {
    const response = await fetch(url, init)
    if (url.endsWith('/userinfo')) sent.push(scopesOf(await response.clone().json()))
    return response
  }
  const settings = {
    // A public origin of https would not have plain http behind it.
    SGID_REDIRECT_URI: 'http://localhost:3000/auth/callback',
    // MockPass calls itself what the Host header calls it.
    SGID_HOSTNAME: mockpass.origin,
    SGID_SCOPES: asked.join(' '),
  }
  return { door: await openFrontDoor({ settings, fetch: recording }), sent }
}

function scopesOf(answer: unknown): string[] {
  return Object.keys(z.object({ data: z.record(z.string(), z.string()) }).parse(answer).data)
}

/** Goes to MockPass's page. @returns the address behind a persona: the callback, with a code */
async function choose(browser: Browser, nric: string): Promise<string> {
  const page = await fetch(location(await browser.visit('/auth/login')), { redirect: 'manual' })
  const option = new RegExp(`<option value="${nric} [^"]*" data-asserturl="([^"]*)"`)
  const [, address = ''] = option.exec(await page.text()) ?? []
  return address
    .replace(/&#x([0-9A-F]+);/gi, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll('&amp;', '&')
}
