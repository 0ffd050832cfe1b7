import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStack } from '@sgid-login/e2e/stack'
import { approve, personas } from 'sgid-simulator'
import { expect, test } from 'vitest'
import { createBrowser } from '../testing/browser.ts'

test('a copy of the memory of a process with sessions in it holds no value of a person and nothing of their logins (P17, P38)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heap-'))
  const NODE_OPTIONS = `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${folder}`
  const { bff, sgid, stop } = await startStack({ settings: { NODE_OPTIONS } })
  const planted = new Set<string>()
  try {
    const browser = createBrowser((asked) => fetch(asked, { redirect: 'manual' }), bff.origin)
    const out = await browser.visit('/auth/login')
    const back = await approve(
      (asked) => fetch(asked, { redirect: 'manual' }),
      out.headers.get('Location') ?? '',
      { persona: 'everything' },
    )
    const cookies = [...browser.cookies.values()]
    await browser.arrive(back)
    const revealed = await browser.call('/auth/userinfo?reveal=myinfo.nric_number')
    expect(await revealed.text()).toContain(personas.everything.data['myinfo.nric_number'])

    for (const { value } of [...cookies, ...browser.cookies.values()]) {
      for (const part of value.split('.')) if (part.length > 20) planted.add(part)
    }
    for (const value of back.searchParams.values()) planted.add(value)
    for (const value of Object.values(personas.everything.data)) {
      for (const line of value.split('\n')) if (line.length > 8) planted.add(line)
    }
    for (const { form, headers } of sgid.simulator.log()) {
      if (form?.['code_verifier']) planted.add(form['code_verifier'])
      const bearer = headers['authorization']?.split(' ')[1]
      if (bearer) planted.add(bearer)
    }
    // A kept connection remembers its last request, and is dropped after four idle seconds.
    await new Promise((resolve) => setTimeout(resolve, 7000))
    // What the parser of the last request held is gone with the next ones.
    for (let i = 0; i < 5; i++) await fetch(`${bff.origin}/auth/login`, { redirect: 'manual' })
    bff.signal('SIGUSR2')
    let heap = ''
    const whole = () => {
      const [name] = readdirSync(folder)
      if (name) heap = readFileSync(join(folder, name), 'utf8')
      return heap.trimEnd().endsWith('}')
    }
    await expect.poll(whole, { timeout: 30_000, interval: 300 }).toBe(true)

    expect(heap).toContain('DEMO-CLIENT')
    expect(planted.size).toBeGreaterThan(20)
    const written = (value: string) => JSON.stringify(value).slice(1, -1)
    expect([...planted].filter((value) => heap.includes(written(value)))).toEqual([])
  } finally {
    await stop()
    rmSync(folder, { recursive: true })
  }
})
