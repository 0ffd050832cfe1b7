import { createServer } from 'node:http'
import { isIP, Socket } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type TrustedProxies, trustedProxies } from '../setting.ts'
import { exchange, portOf } from '../testing/raw.ts'
import { createClientAddress } from './node-client-address.ts'

/** Who sent a request that came from an address with such an `X-Forwarded-For`. */
function client(setting: string, peer: string, header?: string) {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: peer })
  const headers = header === undefined ? {} : { 'x-forwarded-for': header }
  return createClientAddress(trustedProxies(setting))({ socket, headers })
}

const cdn = '203.0.113.7'
const citizen = '198.51.100.9'

test.each([
  ['none', cdn, citizen, cdn],
  ['192.0.2.0/24', cdn, citizen, cdn],
  [cdn, cdn, citizen, citizen],
  ['203.0.113.0/24, 10.0.0.0/8', cdn, citizen, citizen],
  ['203.0.113.0/24,10.0.0.0/8', '10.1.2.3', `${citizen}, ${cdn}`, citizen],
  ['203.0.113.0/24,10.0.0.0/8', '10.1.2.3', `1.1.1.1, ${citizen}, ${cdn}`, citizen],
  ['203.0.113.0/24', '10.1.2.3', `${citizen}, ${cdn}`, '10.1.2.3'],
  ['10.0.0.0/8', '10.1.2.3', '10.9.9.9, 10.8.8.8', '10.9.9.9'],
  ['2001:db8:1::/48', '2001:db8:1::5', '2001:db8:2::5', '2001:db8:2::5'],
  ['10.0.0.0/8', '::ffff:10.1.2.3', citizen, citizen],
  ['::ffff:10.0.0.0/104', '10.1.2.3', citizen, citizen],
  ['10.0.0.0/8', '10.1.2.3', `::FFFF:${citizen}`, citizen],
  ['1', cdn, citizen, citizen],
  ['1', cdn, `1.1.1.1, ${citizen}`, citizen],
  ['2', cdn, `1.1.1.1, ${citizen}, 10.0.0.1`, citizen],
  ['2', cdn, citizen, cdn],
  ['1', '::1', citizen, citizen],
])('trusting %j, a request from %s that was forwarded for %j is of %s (P37)', (...row) => {
  const [setting, peer, header, found] = row
  expect(client(setting, peer, header)).toBe(found)
})

test.each([
  [`${citizen}:5678`, citizen],
  ['[2001:db8::9]:443', '2001:db8::9'],
  ['[2001:db8::9]', '2001:db8::9'],
  ['2001:db8::9', '2001:db8::9'],
  ['fe80::1%eth0', 'fe80::1'],
  [`${citizen},`, citizen],
  [` , ,, ${citizen} ,,`, citizen],
  [`garbage, ${citizen}`, citizen],
  [`${citizen}, garbage`, cdn],
  [`${citizen}, unknown`, cdn],
  [`${citizen}, "${citizen}"`, cdn],
  [`${citizen}, 1.2.3`, cdn],
  [`${citizen}, 1.2.3.4:port`, cdn],
  [`${citizen}, [::1`, cdn],
  [`${citizen}, ::1]:443`, cdn],
  [`${citizen}; for=1.1.1.1`, cdn],
  ['', cdn],
  [undefined, cdn],
])('the last proxy wrote %j: the request is of %s', (header, found) => {
  expect(client(cdn, cdn, header)).toBe(found)
  expect(client('1', cdn, header)).toBe(found)
})

test('no left end, however long or wild, changes whose request it is (P37)', () => {
  const wild = fc.oneof(fc.string({ unit: 'binary' }), fc.ipV4(), fc.ipV6(), fc.constant(cdn))
  fc.assert(
    fc.property(fc.array(wild, { maxLength: 30 }), (forged) => {
      const header = [...forged, citizen].join(',')
      expect(client('none', cdn, header)).toBe(cdn)
      expect(client('203.0.113.0/24', cdn, header)).toBe(citizen)
      expect(client('1', cdn, header)).toBe(citizen)
    }),
  )
})

test('no header gives anything but an address (P35)', () => {
  const setting = fc.constantFrom('none', '1', '9', cdn, '::/1, 0.0.0.0/1, 128.0.0.0/1')
  const entry = fc.oneof(fc.string({ unit: 'binary' }), fc.ipV4(), fc.ipV6())
  const header = fc.array(entry, { maxLength: 12 }).map((entries) => entries.join(','))
  fc.assert(
    fc.property(setting, header, (text, forwarded) => {
      expect(isIP(client(text, cdn, forwarded) ?? '')).toBeGreaterThan(0)
    }),
  )
})

test('of several headers the last one is the nearest proxy’s; other names are not read', async () => {
  const trusted: TrustedProxies = 1
  const find = createClientAddress(trusted)
  const server = createServer((incoming, outgoing) => outgoing.end(find(incoming))).listen(0)
  const ask = (lines: string) =>
    exchange(portOf(server), `GET / HTTP/1.1\r\nHost: a\r\n${lines}Connection: close\r\n\r\n`)

  const two = await ask(`X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: ${citizen}\r\n`)
  expect(two.rest).toBe(citizen)
  const others = await ask(
    'Forwarded: for=1.1.1.1\r\nX-Real-IP: 1.1.1.1\r\nTrue-Client-IP: 1.1.1.1\r\nCF-Connecting-IP: 1.1.1.1\r\nX-Client-IP: 1.1.1.1\r\n',
  )
  expect(others.rest).toBe('127.0.0.1')
  server.close()
})

test('a connection that is gone is of nobody', () => {
  const socket = new Socket()
  expect(createClientAddress([])({ socket, headers: {} })).toBeUndefined()
})

test.each([
  '',
  '0',
  '10',
  '-1',
  '1.5',
  'all',
  'None',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0',
  '10.0.0.0-10.0.0.9',
  '::/129',
  'fe80::1%eth0',
  '10.0.0.1,',
  '10.0.0.1 10.0.0.2',
  'cdn.test',
  '0.0.0.0/0',
  '10.0.0.1, ::/0',
])('TRUSTED_PROXIES %j stops the start (P36)', (text) => {
  expect(() => trustedProxies(text)).toThrow(/^must /)
})

function attempt(call: () => unknown): string {
  try {
    call()
    return 'taken'
  } catch (error) {
    return String(error)
  }
}

test('every setting that is taken can be used', () => {
  const part = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.tuple(fc.ipV4(), fc.nat(40)).map(([net, bits]) => `${net}/${bits}`),
    fc.tuple(fc.ipV6(), fc.nat(140)).map(([net, bits]) => `${net}/${bits}`),
    fc.stringMatching(/^[\d.:/a-f]{0,12}$/),
  )
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), (parts) => {
      const use = () => createClientAddress(trustedProxies(parts.join(',')))
      expect(attempt(use)).toMatch(/^(taken|Error: must .*)$/)
    }),
  )
})
