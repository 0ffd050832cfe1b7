import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

/** What every CDN passes on by itself, and keeps for nobody. */
const dynamic = [
  ...['/auth/callback', '/auth/login', '/auth/session', '/auth/session/extend', '/auth/userinfo'],
  ...['/auth/logout', '/auth/nothing.css', '/api/anything', '/api/a/b.js'],
]
const details = ['', '/zh', '/ms', '/ta'].flatMap((prefix) =>
  ['/profile', '/profile/', '/profile/edit', '/apply', '/apply/'].map((path) => prefix + path),
)
const kept = ['/', '/zh', '/help', '/error/login_expired', '/assets/main-abc.js', '/authors']

function read(name: string): string {
  return readFileSync(join(import.meta.dirname, 'deploy', name), 'utf8')
}

interface CloudflareRule {
  expression: string
  action: string
  action_parameters: Record<string, unknown>
}
const cloudflare = (name: string): CloudflareRule[] => JSON.parse(read(name)).rules

describe('Cloudflare', () => {
  const rules = cloudflare('cloudflare-cache-rules.json')
  /** Of all rules that match, each setting of the last counts. */
  const settings = (path: string, host = 'login.example.gov.sg') => {
    const matching = rules.filter(({ expression }) => holds(expression, { path, host }))
    return Object.assign({}, ...matching.map((rule) => rule.action_parameters))
  }

  test.each([...dynamic, ...details])('keeps no answer of %s (P21)', (path) => {
    expect(settings(path)).toMatchObject({
      cache: false,
      browser_ttl: { mode: 'respect_origin' },
    })
  })

  test('has a rule of its own for the callback, wherever that is (P21)', () => {
    expect(rules.at(-1)?.expression).toContain(' "/auth/callback"')
  })

  test.each(kept)('keeps %s as long as it says itself, and no longer (P21)', (path) => {
    expect(settings(path)).toMatchObject({
      cache: true,
      edge_ttl: { mode: 'bypass_by_default' },
      browser_ttl: { mode: 'respect_origin' },
    })
  })

  test('has rules for this host alone, and writes nothing into a page (P23)', () => {
    const all = [...rules, ...cloudflare('cloudflare-config-rules.json')]
    for (const { expression } of all) {
      expect(holds(expression, { path: '/auth/login', host: 'www.example.gov.sg' })).toBe(false)
    }

    expect(rules.map(({ action }) => action)).toEqual(['set_cache_settings', 'set_cache_settings'])
    expect(all.at(-1)).toMatchObject({
      action: 'set_config',
      action_parameters: {
        automatic_https_rewrites: false,
        disable_rum: true,
        disable_zaraz: true,
        email_obfuscation: false,
        rocket_loader: false,
        ssl: 'strict',
      },
    })
  })
})

/** Whether an expression of Cloudflare's rules language, as far as these files use it, is true. */
function holds(expression: string, request: { path: string; host: string }): boolean {
  const script = expression
    .replaceAll('http.request.uri.path', 'path')
    .replaceAll('http.host', 'host')
    .replaceAll(/starts_with\(path, ("[^"]+")\)/g, 'path.startsWith($1)')
    .replaceAll(/path contains ("[^"]+")/g, 'path.includes($1)')
    .replaceAll(/path in \{([^}]+)\}/g, (_all, names: string) => {
      return `[${names.split(' ').join()}].includes(path)`
    })
    .replaceAll(' eq ', ' === ')
    .replaceAll(' and ', ' && ')
    .replaceAll(' or ', ' || ')
  return runInNewContext(script, request)
}

interface Behaviour {
  PathPattern?: string | { Ref: string }
  AllowedMethods: string[]
  CachePolicyId: { Ref: string }
  OriginRequestPolicyId?: { Ref: string }
  ResponseHeadersPolicyId: { Ref: string }
  ViewerProtocolPolicy: string
}

describe('CloudFront', () => {
  const { Resources: resources, Parameters: parameters } = parse(read('cloudfront.yaml'))
  const { DistributionConfig: distribution } = resources.Distribution.Properties
  const others: Behaviour = distribution.DefaultCacheBehavior
  const special: Behaviour[] = distribution.CacheBehaviors
  const cachePolicy = (name: string) => resources[name].Properties.CachePolicyConfig
  const unkept = { MinTTL: 0, DefaultTTL: 0, MaxTTL: 0 }

  /** The first pattern that matches, or the rest. */
  const behaviour = (path: string) =>
    special.find(({ PathPattern: pattern = '' }) => {
      const text = typeof pattern === 'string' ? pattern : parameters[pattern.Ref].Default
      return new RegExp(`^${text.replaceAll('*', '.*')}$`).test(path)
    }) ?? others

  test.each(dynamic)('keeps no answer of %s and passes all of it on (P21)', (path) => {
    const { CachePolicyId, OriginRequestPolicyId, ...rest } = behaviour(path)
    const passed = resources[OriginRequestPolicyId?.Ref ?? ''].Properties.OriginRequestPolicyConfig

    expect(cachePolicy(CachePolicyId.Ref)).toMatchObject(unkept)
    expect(passed).toMatchObject({
      CookiesConfig: { CookieBehavior: 'all' },
      QueryStringsConfig: { QueryStringBehavior: 'all' },
      HeadersConfig: { HeaderBehavior: 'allExcept', Headers: ['Host'] },
    })
    expect(rest.AllowedMethods.toSorted()).toEqual([
      'DELETE',
      'GET',
      'HEAD',
      'OPTIONS',
      'PATCH',
      'POST',
      'PUT',
    ])
  })

  test('has a rule of its own for the callback, wherever that is, before all others (P21)', () => {
    expect(special[0]?.PathPattern).toEqual({ Ref: 'CallbackPath' })
    expect(parameters.CallbackPath.Default).toBe('/auth/callback')
  })

  test.each(details)('keeps no page of %s (P21)', (path) => {
    expect(cachePolicy(behaviour(path).CachePolicyId.Ref)).toMatchObject(unkept)
  })

  test.each(kept)('keeps %s for everybody alike, as long as it says itself (P22)', (path) => {
    const { CachePolicyId, OriginRequestPolicyId } = behaviour(path)
    const { ParametersInCacheKeyAndForwardedToOrigin: key, ...times } = cachePolicy(
      CachePolicyId.Ref,
    )

    expect(times).toMatchObject({ MinTTL: 0, DefaultTTL: 0 })
    expect(times.MaxTTL).toBeGreaterThanOrEqual(31_536_000)
    expect(key).toMatchObject({
      HeadersConfig: { HeaderBehavior: 'none' },
      CookiesConfig: { CookieBehavior: 'none' },
      QueryStringsConfig: { QueryStringBehavior: 'none' },
    })
    expect(OriginRequestPolicyId).toBeUndefined()
  })

  test('puts no page in the place of the BFF’s own errors, and lets its headers stand (P21, P23)', () => {
    const used = [others, ...special]
    const own = resources.OwnAnswers.Properties.ResponseHeadersPolicyConfig
    const { rules } = JSON.parse(
      readFileSync(join(import.meta.dirname, '../web/dist/headers.json'), 'utf8'),
    )
    const { StrictTransportSecurity: hsts, ReferrerPolicy: referrer } = own.SecurityHeadersConfig

    expect(distribution.CustomErrorResponses).toBeUndefined()
    expect(own.CustomHeadersConfig ?? own.CorsConfig).toBeUndefined()
    for (const one of used) expect(one.ResponseHeadersPolicyId).toEqual({ Ref: 'OwnAnswers' })
    for (const one of used) expect(one.ViewerProtocolPolicy).toBe('redirect-to-https')
    for (const header of Object.values(own.SecurityHeadersConfig)) {
      expect(header).toMatchObject({ Override: false })
    }
    expect(rules[0].headers).toMatchObject({
      'Strict-Transport-Security': `max-age=${hsts.AccessControlMaxAgeSec}; includeSubDomains`,
      'Referrer-Policy': referrer.ReferrerPolicy,
    })
  })

  test('gives a sign-in its time, and a connection up before the BFF does', () => {
    const [{ CustomOriginConfig: origin }] = distribution.Origins
    const { keepAliveTimeout } = limits()

    expect(origin.OriginReadTimeout).toBeGreaterThan(12)
    expect(origin.OriginKeepaliveTimeout * 1000).toBeLessThan(keepAliveTimeout)
  })
})

/** What `bff/src/http/node-server.ts` says of connections: docs build upon nothing of the BFF. */
function limits() {
  const text = readFileSync(join(import.meta.dirname, '../bff/src/http/node-server.ts'), 'utf8')
  return {
    keepAliveTimeout: Number(/keepAliveTimeout: ([\d_]+)/.exec(text)?.[1]?.replace('_', '')),
  }
}
