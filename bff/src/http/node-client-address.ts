import { BlockList, isIP, isIPv6 } from 'node:net'
import type { TrustedProxies } from '../setting.ts'

/**
 * Who sent a request: the other end of its connection or, behind proxies that are ours, whom they
 * saw. Each proxy appends that to `X-Forwarded-For`, so its right end is theirs and its left end
 * the visitor's to forge. No other forwarding header is read anywhere.
 *
 * Where the header does not say what it should, whoever is known for sure stands for the visitor:
 * the nearest proxy. All its visitors are then counted as one, which nobody can turn to account.
 */
export function createClientAddress(trusted: TrustedProxies) {
  const find = typeof trusted === 'number' ? byHops(trusted) : byRanges(trusted)
  return ({ socket, headers }: Incoming): string | undefined => {
    const peer = address(socket.remoteAddress ?? '')
    return peer && find(peer, headers['x-forwarded-for'])
  }
}

/** Of Node's request, or of what another platform says instead. */
interface Incoming {
  socket: { remoteAddress?: string | undefined }
  headers: Record<string, Header>
}

/** Of so many proxies in a row, the farthest one saw the visitor. */
function byHops(hops: number) {
  return (peer: string, header: Header) => address(entries(header).at(-hops) ?? '') ?? peer
}

/** From the connection towards the visitor, as long as who vouches is one of ours. */
function byRanges(ranges: string[]) {
  if (ranges.length === 0) return (peer: string) => peer
  const ours = new BlockList()
  for (const range of ranges) {
    const [net = '', prefix] = range.split('/')
    const family = familyOf(net)
    if (prefix === undefined) ours.addAddress(net, family)
    else ours.addSubnet(net, Number(prefix), family)
  }
  return (peer: string, header: Header) => {
    let client = peer
    const seen = entries(header)
    while (ours.check(client, familyOf(client))) {
      const before = address(seen.pop() ?? '')
      if (before === undefined) break
      client = before
    }
    return client
  }
}

/** Node joins what several headers of the name hold, in their order. */
type Header = string | string[] | undefined

/** What the header lists, leftmost first. Empty ones do not count (RFC 9110 §5.6.1). */
function entries(header: Header): string[] {
  const list = String(header ?? '').split(',')
  return list.map((entry) => entry.trim()).filter(Boolean)
}

/**
 * `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:443`, each without
 * port and zone. An IPv4 address that came by IPv6 (`::ffff:192.0.2.1`) is the IPv4 address.
 */
function address(text: string): string | undefined {
  const [, inBrackets, v4] = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d{1,5})?$/.exec(text) ?? []
  const bare = (inBrackets ?? v4 ?? text).replace(/%.*$/, '').replace(/^::ffff:(?=[\d.]+$)/i, '')
  return isIP(bare) ? bare : undefined
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4'
}
