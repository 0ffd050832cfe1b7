import { faultNames, faults, personas } from 'sgid-simulator'
import { expect, test } from 'vitest'
import { openFrontDoor, privateKey, settings, signIn } from '../testing/front-door.ts'

const scopes =
  'openid myinfo.name myinfo.nric_number myinfo.date_of_birth myinfo.registered_address'

test('no log line and no stored byte holds a value, code, token, verifier, nonce, secret or cookie (P17, P38)', async () => {
  const door = await openFrontDoor({
    settings: { SGID_SCOPES: scopes },
    timeouts: { token: 0.2, userInfo: 0.2, keySet: 0.2 },
  })
  const planted = new Set<string>([settings.SGID_CLIENT_SECRET, settings.SESSION_SECRET])
  planted.add(privateKey.split('\n')[3] ?? '')
  for (const scope of scopes.split(' ')) {
    const value: string | undefined = personas.everything.data[scope]
    for (const line of value?.split('\n') ?? []) if (line.length > 3) planted.add(line)
  }

  for (const fault of [undefined, ...faultNames.filter((name) => name !== 'authorize-500')]) {
    door.simulator.faults.clear()
    // Five failures in a row, and nobody would be sent to sgID any more.
    await signIn(door)
    if (fault) door.simulator.faults.set(fault)
    const browser = door.newBrowser()
    const out = await browser.visit('/auth/login?returnTo=/profile')
    const back = await door.approve(out, { persona: 'everything' })
    const cookies = [...browser.cookies.values()]
    await browser.arrive(back)
    await browser.call('/auth/userinfo?reveal=myinfo.nric_number')
    await browser.call('/auth/session')
    for (const { value } of [...cookies, ...browser.cookies.values()]) {
      for (const part of value.split('.')) if (part.length > 20) planted.add(part)
    }
    const parameters = [
      ...new URL(out.headers.get('Location') ?? '').searchParams,
      ...back.searchParams,
    ]
    for (const [name, value] of parameters) {
      if (['state', 'nonce', 'code', 'code_challenge'].includes(name) && value) planted.add(value)
    }
  }
  for (const { form, headers } of door.simulator.log()) {
    if (form?.['code_verifier']) planted.add(form['code_verifier'])
    const bearer = headers['authorization']?.split(' ')[1]
    if (bearer) planted.add(bearer)
  }

  const latin1 = new TextDecoder('latin1')
  const utf8 = new TextDecoder()
  const store = [...door.stored].map(
    ([key, value]) => `${key} ${latin1.decode(value)} ${utf8.decode(value)}`,
  )
  const everything = `${JSON.stringify(door.log)}\n${store.join('\n')}`
  expect(planted.size).toBeGreaterThan(100)
  expect([...planted].filter((value) => everything.includes(value))).toEqual([])
  expect(faultNames.filter((name) => !faults[name].legal).length).toBeLessThan(door.log.length)
})
