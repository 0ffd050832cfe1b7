import { faults, type FaultName, faultNames } from 'sgid-simulator'
import { describe, expect, test } from 'vitest'
import { openFrontDoor, origin, signIn } from './testing/front-door.ts'

const location = (response: Response) => response.headers.get('Location')
const errorCode = (response: Response) => /^\/error\/(\w+)\?ref=/.exec(location(response) ?? '')?.[1]

describe('a person who agrees at sgID', () => {
  test('comes back to the page they started from, and that page gets their details', async () => {
    const door = await openFrontDoor()
    const { browser, answer } = await signIn(door, { returnTo: '/zh/profile?tab=1#top' })

    expect(answer.status).toBe(303)
    expect(location(answer)).toBe('/zh/profile?tab=1#top')
    const userInfo = await browser.call('/auth/userinfo')
    expect(userInfo.status).toBe(200)
    expect(await userInfo.json()).toEqual({
      sub: expect.stringMatching(/^u=/),
      data: { 'myinfo.name': expect.stringMatching(/^[A-Z ]+$/) },
      masked: { 'myinfo.nric_number': expect.stringMatching(/^•••••\d{3}[A-Z]$/) },
    })
  })
})
