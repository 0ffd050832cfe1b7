import { describe, expect, test } from 'vitest'
import { type Bytes, systemRandom, utf8, webCrypto } from '../crypto.ts'
import { nodeCrypto } from '../node-crypto.ts'
import { createSeal } from './seal.ts'

const secret = systemRandom(32)
const older = systemRandom(32)
const place = { kind: 'session', key: 's:one', secret: 'of the cookie' } as const
const record = { ...place, plaintext: utf8('{"sub":"u=1"}'), expires: 1_800_000_000_000 }
const seal = await createSeal(nodeCrypto, systemRandom, [secret])

test('a record opens with its secret, where it was put, on either implementation', async () => {
  const sealed = await seal.seal(record)
  const web = await createSeal(webCrypto, systemRandom, [secret])

  const opened = { plaintext: record.plaintext, expires: record.expires }
  expect(await seal.open({ ...place, sealed })).toEqual(opened)
  expect(await web.open({ ...place, sealed })).toEqual(opened)
})

test('a record that an older secret sealed opens while that secret is kept (P18)', async () => {
  const sealed = await (await createSeal(nodeCrypto, systemRandom, [older])).seal(record)
  const both = await createSeal(nodeCrypto, systemRandom, [secret, older])

  expect((await both.open({ ...place, sealed }))?.plaintext).toEqual(record.plaintext)
  expect(await seal.open({ ...place, sealed })).toBeUndefined()
})

describe('a record in the hands of whoever writes to the store stays shut (P17)', () => {
  const changed = (at: number) => (sealed: Bytes) => sealed.with(at, (sealed.at(at) ?? 0) ^ 1)
  const rows: [string, (sealed: Bytes) => Bytes, Partial<typeof place>][] = [
    ['moved to another key', (sealed) => sealed, { key: 's:two' } as object],
    ['read as another kind', (sealed) => sealed, { kind: 'outcome' } as object],
    ['opened with another cookie', (sealed) => sealed, { secret: 'of another' } as object],
    ['given another version', changed(0), {}],
    ['given a later end', changed(8), {}],
    ['given another IV', changed(10), {}],
    ['changed in its text', changed(25), {}],
    ['changed in its tag', changed(-1), {}],
    ['cut to its header', (sealed) => sealed.slice(0, 21), {}],
    ['emptied', () => new Uint8Array(), {}],
  ]
  test.each(rows)('%s', async (_what, change, elsewhere) => {
    const sealed = change(await seal.seal(record))
    expect(await seal.open({ ...place, ...elsewhere, sealed })).toBeUndefined()
  })
})
