// biome-ignore-all format: a guard a line
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: pieces of code
/** One guard, how to take it away, and the test that dies of it. */
export interface Guard {
  /** Number of the promise in docs/security.md. */
  promise: number
  file: string
  tests: string
  /** In words. */
  guard: string
  /** Stands in the file once. */
  find: string
  /** What is left of it without the guard. */
  replace: string
  /** As its name is written in `tests`, or in what that file runs. */
  test: string
  /** Of several rows of the test one that dies: what its name begins with. */
  row: string | undefined
}

/** Promises without a guard that could be deleted, and why. */
export const undeletable: Record<number, string> = {
  33: 'RSA and AES are calls of Web Crypto: without them there is no login. Its tests watch the thread pool',
}

type Row = [guard: string, find: string, replace: string, test: string, row?: string]

function keeping(promise: number, file: string, tests: string, rows: Row[]): Guard[] {
  return rows.map(([guard, find, replace, test, row]) => ({ promise, file, tests, guard, find, replace, test, row }))
}

export const guards: Guard[] = [
  ...keeping(1, 'bff/src/provider/sgid.ts', 'bff/src/login/login.test.ts', [
    ['the challenge is by S256', '        code_challenge_method: \'S256\',\n', '', 'the authorization request holds the configured parameters, once each, and S256 (P1)'],
    ['the redirect URI is the configured one', '        redirect_uri: redirectUri,\n', '', 'the authorization request holds the configured parameters, once each, and S256 (P1)'],
  ]),
  ...keeping(1, 'bff/src/login/purpose.ts', 'bff/src/login/purpose.test.ts', [
    ['a purpose is one of the setting', 'if (more.length === 0 && purposes.has(name)) return name', 'return name', '%s is an error page, and nobody is sent to sgID (P1, P6)', 'that does not exist'],
    ['what a session has is what its login asked for', 'return (purposes.get(purpose) ?? []).every((scope) => had.includes(scope))', 'return true', 'for less than a page needs is sent to sgID for it, and has that session then'],
  ]),
  ...keeping(2, 'bff/src/login/transaction.ts', 'bff/src/login/transaction.test.ts', [
    ['the MAC of the login cookie', '(candidate) => equal(candidate, tag)', '() => true', 'a place to return to that the state has no room for is the one that was asked for (P2, P4)'],
    ['two cookies for one login are nobody’s', 'if (values.length > 1) throw', 'if (false) throw', 'a cookie with %s does not finish the login (P2, P4)', 'two'],
    ['the cookie belongs to the state', 'if (!equal(derived.state, state)) throw', 'if (false) throw', 'the cookie of one login does not finish another, even under its name (P2)'],
    ['a login is bound to client and provider', '`${audience}\\n${body}`', 'body', 'a login begun for another client or provider is not ours (P2)'],
  ]),
  ...keeping(2, 'bff/src/login/routes.ts', 'bff/src/login/callback.test.ts', [
    ['the outcome is for who brings the code', '`${transaction.id} ${parameters.get(\'code\')}`', 'transaction.id', 'with another code tells nothing of it, for a cache may give two people one login (P2, P22)'],
  ]),
  ...keeping(3, 'bff/src/login/outcome.ts', 'bff/src/login/callback.test.ts', [
    ['the marker of a login', 'if (!(await store.mark(`m:${login}`, marker, options.ttl + repeatable))) return undefined', 'await store.mark(`m:${login}`, marker, options.ttl + repeatable)', '20 times at once makes one token request and gives one answer (P3)'],
    ['the marker outlives the login', 'options.ttl + repeatable', 'repeatable', 'gives a failure again too, with the same reference (P3)'],
  ]),
  ...keeping(3, 'bff/src/session/memory-store.ts', 'bff/src/session/memory-store.test.ts', [
    ['set if absent, in memory', '      if (alive(key)) return false\n', '', 'lets one of 16 take a value and one of 16 mark a key, 100 times (P3)'],
  ]),
  ...keeping(3, 'bff/src/session/node-redis-store.ts', 'bff/src/session/node-redis-store.test.ts', [
    ['set if absent, in Redis', ", condition: 'NX'", '', 'two instances see the same records, and of 16 callers one marks a key (P3)'],
  ]),
  ...keeping(3, 'bff/src/session/node-sqlite-worker.ts', 'bff/src/session/node-sqlite-store.test.ts', [
    ['set if absent, in SQLite', 'WHERE records.expires <= ?', 'WHERE records.expires <= ? + 1e15', 'of 16 callers in two processes one marks a key and one takes it, 50 times (P3)'],
  ]),
  ...keeping(3, 'bff/src/session/node-sqlite-store.ts', 'bff/src/session/node-sqlite-store.test.ts', [
    ['a mark that was given up is withdrawn', '        withdraw,\n', '', 'a mark that was given up is withdrawn: the next try is not told that it was used (P3)'],
  ]),
  ...keeping(3, 'bff/src/session/durable-object.ts', 'bff/src/session/durable-store.test.ts', [
    ['set if absent, in a Durable Object', 'WHERE records.expires <= ? RETURNING', 'WHERE records.expires <= ? + 1e15 RETURNING', 'lets one of 16 take a value and one of 16 mark a key, 100 times (P3)'],
  ]),
  ...keeping(3, 'bff/src/session/durable-store.ts', 'bff/src/session/durable-store.test.ts', [
    ['a mark that was given up is withdrawn, on a worker', ', withdraw)', ')', 'has its mark taken back, so that the next try is the first (P3)'],
  ]),
  ...keeping(3, 'bff/src/worker-env.ts', 'bff/src/worker-env.test.ts', [
    ['no KV for sessions', "if (has(binding, 'idFromName')) return []", 'if (binding) return []', 'a worker that is given %s does not start, and says what to do (P3, P36)', 'a KV namespace'],
  ]),
  ...keeping(4, 'bff/src/http/query.ts', 'bff/src/login/callback.test.ts', [
    ['an answer is a code or an error', "if (has('code') === has('error')) throw", 'if (false) throw', 'with %s changes nothing and calls nobody (P4, P6)', 'code and error'],
  ]),
  ...keeping(4, 'bff/src/login/routes.ts', 'bff/src/login/callback.test.ts', [
    ['no cookie is cleared by who has no session for it', '      if (!outcome.session) return redirect(c, outcome.location)\n      return redirect(c, outcome.location, [outcome.session, ', '      return redirect(c, outcome.location, [outcome.session ?? \'\', ', 'gives a failure again too, with the same reference (P3)'],
  ]),
  ...keeping(5, 'bff/src/http/request-checks.ts', 'bff/src/login/callback.test.ts', [
    ['GET alone', '  if (methods.includes(c.req.method)) return\n', '  return\n', '%s starts and spends nothing (P5)', 'a HEAD request'],
    ['nothing is loaded before it is asked for', 'if (early) throw', 'if (false) throw', '%s starts and spends nothing (P5)', 'a prefetch'],
    ['navigations alone', 'if (!navigates(c)) throw', 'if (false) throw', '%s starts and spends nothing (P5)', 'an image'],
  ]),
  ...keeping(5, 'bff/src/api/api.ts', 'bff/src/api/api.test.ts', [
    ['HEAD reaches no own route', "if (c.req.method === 'HEAD') refuse(c, methods)", '', 'is not reached by HEAD, which Hono would have a GET handler answer (P5)'],
  ]),
  ...keeping(6, 'bff/src/http/query.ts', 'bff/src/login/callback.test.ts', [
    ['each parameter once', 'if (new Set(names).size < names.length) throw', 'if (false) throw', 'with %s changes nothing and calls nobody (P4, P6)', 'an unknown parameter twice'],
    ['good encoding', 'if (!decodable(query)) throw', 'if (false) throw', 'with %s changes nothing and calls nobody (P4, P6)', 'half a character'],
    ['a code of sane size', "if (value.length > (name === 'code' ? limits.code : limits.value)) {", 'if (false) {', 'with %s changes nothing and calls nobody (P4, P6)', 'a code of 3 KiB'],
    ['a query of sane size', 'if (query.length > limits.query) throw', 'if (false) throw', 'with %s changes nothing and calls nobody (P4, P6)', 'nine hundred parameters'],
    ['a state at all', "if (!has('state')) throw", 'if (false) throw', 'with %s changes nothing and calls nobody (P4, P6)', 'no state'],
  ]),
  ...keeping(6, 'bff/src/http/node-server.ts', 'bff/src/http/hostile.test.ts', [
    ['a path that everybody reads alike', '&& !segments && !letters', '', '%s: %j is 400', 'a dot segment'],
    ['one Host', "lines(rawHeaders, 'host') === 1 && ", '', '%s is 400', 'two Hosts'],
    ['a body whose end is plain', ' === 1 && framed', ' === 1', '%s is 400', 'chunks in another coding'],
  ]),
  ...keeping(7, 'bff/src/provider/id-token.ts', 'bff/src/provider/id-token.test.ts', [
    ['alg: RS256 alone', ", { algorithms: ['RS256'] }", '', 'the right key by another algorithm is refused (P7)'],
  ]),
  ...keeping(7, 'bff/src/provider/id-token.ts', 'bff/src/provider/faults.test.ts', [
    ['the signature', "compactVerify(idToken, keys, { algorithms: ['RS256'] })", "Promise.resolve({ payload: Buffer.from(idToken.split('.')[1] ?? '', 'base64url') })", '%s ends in: %s', 'id-token-bad-signature'],
    ['the key is sgID’s, not the header’s', "compactVerify(idToken, keys, { algorithms: ['RS256'] })", "Promise.resolve({ payload: Buffer.from(idToken.split('.')[1] ?? '', 'base64url') })", '%s ends in: %s', 'id-token-other-key-in-header'],
    ['a key of 2048 bits', "compactVerify(idToken, keys, { algorithms: ['RS256'] })", "Promise.resolve({ payload: Buffer.from(idToken.split('.')[1] ?? '', 'base64url') })", '%s ends in: %s', 'id-token-weak-key'],
    ['a key for signatures', "compactVerify(idToken, keys, { algorithms: ['RS256'] })", "Promise.resolve({ payload: Buffer.from(idToken.split('.')[1] ?? '', 'base64url') })", '%s ends in: %s', 'jwks-wrong-use'],
  ]),
  ...keeping(7, 'bff/src/provider/sgid.ts', 'bff/src/provider/faults.test.ts', [
    ['iss', 'oauth.processAuthorizationCodeResponse(server, client, response, {', '(async (..._rules: unknown[]) => response.json())(server, client, response, {', '%s ends in: %s', 'id-token-wrong-iss'],
    ['nonce', 'oauth.processAuthorizationCodeResponse(server, client, response, {', '(async (..._rules: unknown[]) => response.json())(server, client, response, {', '%s ends in: %s', 'id-token-wrong-nonce'],
    ['exp', 'oauth.processAuthorizationCodeResponse(server, client, response, {', '(async (..._rules: unknown[]) => response.json())(server, client, response, {', '%s ends in: %s', 'id-token-expired'],
    ['nbf', 'oauth.processAuthorizationCodeResponse(server, client, response, {', '(async (..._rules: unknown[]) => response.json())(server, client, response, {', '%s ends in: %s', 'id-token-not-before-future'],
  ]),
  ...keeping(7, 'bff/src/provider/id-token.ts', 'bff/src/provider/id-token.test.ts', [
    ['aud: us alone', 'if (audiences.length !== 1 || audiences[0] !== context.clientId) {', 'if (false) {', 'an ID token %s is refused (P7)', 'for two'],
    ['azp: us', 'if (azp !== undefined && azp !== context.clientId) throw', 'if (false) throw', 'an ID token %s is refused (P7)', 'issued to another'],
    ['iat is not in the future', 'if (iat > seconds + clockSkew) throw', 'if (false) throw', 'an ID token %s is refused (P7)', 'from a clock 61 s ahead'],
    ['iat is not long ago', 'if (iat < seconds - maxAge) throw', 'if (false) throw', 'an ID token %s is refused (P7)', 'issued an hour and a second ago'],
    ['exp is not far away', 'exp > seconds + maxLife || ', '', 'an ID token %s is refused (P7)', 'that is good for eight days'],
    ['exp is after iat', ' || exp < iat', '', 'an ID token %s is refused (P7)', 'that ended before it began'],
    ['iat is a number', 'iat: z.number()', 'iat: z.any()', 'an ID token %s is refused (P7)', 'with an iat that is no number'],
    ['a nonce at all', '  nonce: z.string(),\n', '', 'an ID token %s is refused (P7)', 'without a nonce'],
    ['sub is some text, and not too much', '.check(z.regex(/^[\\x21-\\x7e]{1,255}$/))', '', 'an ID token %s is refused (P7)', 'with an empty sub'],
    ['at_hash', 'if (at_hash !== undefined) {', 'if (false) {', 'an ID token %s is refused (P7)', 'with another access token’s hash'],
  ]),
  ...keeping(8, 'bff/src/provider/sgid.ts', 'bff/src/provider/faults.test.ts', [
    ['the same sub in user info', 'if (parsed.data.sub !== sub) throw', 'if (false) throw', '%s ends in: %s', 'userinfo-swapped-sub'],
    ['at most 200 fields', 'z.refine((data) => Object.keys(data).length <= 200),', '', 'user info of more than 200 fields is not looked at (P8)'],
  ]),
  ...keeping(8, 'bff/src/provider/decrypt.ts', 'bff/src/provider/decrypt.test.ts', [
    ['how a key may be encrypted', 'keyManagementAlgorithms: [...algorithms],', '', '%s is not on the list and is refused (P8)', 'a field wrapped by AES-KW'],
    ['how content may be encrypted', 'contentEncryptionAlgorithms: contentEncryptions,', '', '%s is not on the list and is refused (P8)', 'a field encrypted by AES-192'],
  ]),
  ...keeping(8, 'bff/src/provider/decrypt.ts', 'bff/src/provider/faults.test.ts', [
    ['no compression', '  zip: z.optional(z.never()),\n', '', '%s ends in: %s', 'userinfo-field-zip'],
    ['the block key is a symmetric key of sane size', 'BlockKey.parse(JSON.parse(text(json))).k', 'JSON.parse(text(json)).k', '%s ends in: %s', 'userinfo-key-kty-rsa'],
  ]),
  ...keeping(8, 'bff/src/provider/decrypt.ts', 'bff/src/provider/decrypt.test.ts', [
    ['a field of sane size', ' || jwe.length > maxJwe', '', 'a value beyond all reason is refused before it is decrypted (P8)'],
  ]),
  ...keeping(8, 'bff/src/provider/decrypt.ts', 'bff/src/provider/faults.test.ts', [
    ['fields that were asked for', 'scopes.filter((scope) => Object.hasOwn(data, scope))', 'Object.keys(data)', 'an unasked field is neither stored nor shown (P8)'],
  ]),
  ...keeping(8, 'bff/src/provider/decrypt.ts', 'bff/src/provider/decrypt.test.ts', [
    ['all fields or none', 'Object.fromEntries(await Promise.all(values))', "Object.fromEntries((await Promise.allSettled(values)).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])))", 'one field that does not open spoils all of them (P8)'],
  ]),
  ...keeping(8, 'bff/src/api/user-info.ts', 'bff/src/api/api.test.ts', [
    ['an own route has every scope that it names', 'if (has(values, open) && has(secrets, hidden)) return', 'if (true) return', 'is not reached without a scope that it named (P8)'],
  ]),
  ...keeping(9, 'bff/src/provider/decrypt.ts', 'bff/src/provider/faults.test.ts', [
    ['a JWE that does not open has one name', "return fail('a JWE does not open', cause)", 'throw cause', 'every failure to decrypt looks the same from outside (P9)'],
    ['a bad block key has the same', "return fail('the block key is not a symmetric JWK', cause)", 'throw cause', 'every failure to decrypt looks the same from outside (P9)'],
    ['a value that is no text has the same', "return fail('a value is not UTF-8', cause)", 'throw cause', 'every failure to decrypt looks the same from outside (P9)'],
  ]),
  ...keeping(10, 'bff/src/provider/exchange.ts', 'bff/src/provider/exchange.test.ts', [
    ['redirects are not followed', ", redirect: 'manual'", '', 'a redirect is not followed, to our own origin neither (P10)'],
    ['a redirect is no answer', "if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {", 'if (false) {', 'a redirect is not followed, to our own origin neither (P10)'],
  ]),
  ...keeping(10, 'bff/src/provider/node-fetch.ts', 'bff/src/provider/node-fetch.test.ts', [
    ['one origin', 'if (!url.startsWith(origin) || !/^(?:\\/|$)/.test(path)) {', 'if (false) {', 'a request to any other origin is not sent (P10)'],
    ['a body is a form or text', '!(body instanceof URLSearchParams)', 'false', 'a body that is neither a form nor text is not sent'],
    ['TLS is checked whatever the environment says', ', rejectUnauthorized: true', '', '%s', 'a stranger is refused although somebody has switched checks off'],
  ]),
  ...keeping(10, 'bff/src/provider/sgid.ts', 'bff/src/provider/faults.test.ts', [
    ['a token that could end a header is in none', 'if (!/^[\\w.~+/-]+=*$/.test(accessToken)) {', 'if (false) {', 'an access token of %j goes into no header (P10)'],
  ]),
  ...keeping(10, 'bff/src/api/upstream.ts', 'bff/src/api/upstream.test.ts', [
    ['a path that everybody reads alike', "throw new BffError('not_found', 'path has a character that is not passed on')", 'void 0', '%s is not passed on: one %s (P10)', '/v1/a%2Fb'],
    ['headers of a request by a list', '          ...chosenHeaders(c),', '          ...Object.fromEntries(c.req.raw.headers),', 'gets no cookie, no token of the client, and no header that is not on the list (P10)'],
    ['nothing of an answer but JSON', 'if (types.includes(type)) return', 'if (true) return', 'of %s is %i %s: one %s (P10)', '/v1/html'],
    ['a mebibyte of an answer', 'const bytes = 1024 * 1024', 'const bytes = Infinity', 'of %s is %i %s: one %s (P10)', '/v1/huge'],
    ['its own refusal of us stays here', 'if (status === 401) {', 'if (false) {', 'a token is not good for another service, and not after a minute (P10)'],
  ]),
  ...keeping(10, 'bff/src/provider/node-fetch.ts', 'bff/src/api/upstream.test.ts', [
    ['a body with its length, or it is another request', "if (text !== undefined) sent['Content-Length'] = Buffer.byteLength(text)", '', 'gets the method, the path, the query and the body as they are'],
  ]),
  ...keeping(10, 'bff/src/api/vouch.ts', 'bff/src/api/upstream.test.ts', [
    ['a token for one audience', 'aud: audience, ', '', 'is told by a token of a minute who the person is, and checks it by the published keys'],
    ['a token of a minute', 'const life = 60', 'const life = 600', 'a token is not good for another service, and not after a minute (P10)'],
    ['a token that is known again', 'jti, ', '', 'is told by a token of a minute who the person is, and checks it by the published keys'],
  ]),
  ...keeping(11, 'bff/src/provider/sgid.ts', 'bff/src/login/callback.test.ts', [
    ['iss of the callback', 'const validated = oauth.validateAuthResponse(server, client, parameters, state)', 'const validated = parameters', 'a callback that names another issuer is refused, and one that names sgID is not (P11)'],
  ]),
  ...keeping(12, 'bff/src/session/session.ts', 'bff/src/session/session.test.ts', [
    ['two cookies are nobody’s', ' || values.length > 1) return', '  ) return', 'is nobody’s for a cookie with %s (P12)', 'two'],
    ['a cookie of our form', '{43})$/.exec', '{43})/.exec', 'is nobody’s for a cookie with %s (P12)', 'a longer secret'],
    ['a new id', 'const id = base64url(random(16))', "const id = 'a'.repeat(22)", 'is never made of what a browser planted (P12)'],
  ]),
  ...keeping(12, 'bff/src/api/api.ts', 'bff/src/api/api.test.ts', [
    ['a session before an own route', 'required(await find(visit(c)))', '(await find(visit(c)))', 'by %s is refused to who has no session, or no longer (P12, P13)', 'GET'],
  ]),
  ...keeping(13, 'bff/src/session/session.ts', 'bff/src/session/session.test.ts', [
    ['the absolute end', 'opened && opened.expires > now() ?', 'opened ?', 'when its absolute time is, however busy the person was (P13)'],
  ]),
  ...keeping(13, 'bff/src/session/memory-store.ts', 'bff/src/session/session.test.ts', [
    ['the idle end', 'if (!entry || entry.expires > clock()) return entry', 'return entry', 'when nothing happened for its idle time, and asking brings nothing back (P13)'],
  ]),
  ...keeping(13, 'bff/src/session/session.ts', 'bff/src/session/session.test.ts', [
    ['asking does not extend', '(key) => store.get(key))', 'async (key) => {\n        const value = await store.touch(key, idle)\n        return value && { value, ttl: idle }\n      })', 'does not live longer for being asked about (P13)'],
  ]),
  ...keeping(13, 'bff/src/api/api.ts', 'bff/src/api/api.test.ts', [
    ['a page that reads keeps nobody signed in', "c.req.method === 'GET' ? sessions.look : sessions.touch", 'sessions.touch', 'reading does not extend a session, and an act of the person does (P13)'],
  ]),
  ...keeping(14, 'bff/src/session/session.ts', 'bff/src/session/session.test.ts', [
    ['the record goes with the log-out', 'store.take(key).then((value) => value && { value, ttl: 0 })', 'store.get(key)', 'ends for every holder of its cookie when the person logs out, and twice is harmless (P14)'],
    ['reading and extending are one step', 'const value = await store.touch(key, idle)', 'const value = (await store.get(key))?.value\n        if (value) await store.put(key, value, idle)', 'that the person ends stays ended, whatever a request of theirs wanted to write (P14)'],
  ]),
  ...keeping(15, 'bff/src/login/routes.ts', 'bff/src/session/session.test.ts', [
    ['the first session ends', "      await sessions.end({ cookies, log }, 'a new login in the same browser')\n", '', 'that the browser had before is ended by a new sign-in that brings its cookie (P15)'],
  ]),
  ...keeping(15, 'web/hooks/src/provider.tsx', 'web/src/pages/signed-in.test.tsx', [
    ['open tabs notice', "if (data === 'in') departure.arrived()", '', 'a login of %s in one tab makes the others load what belongs to it (P15)', 'somebody else'],
  ]),
  ...keeping(15, 'web/hooks/src/user-info.ts', 'web/src/pages/signed-in.test.tsx', [
    ['an open tab asks who it is', '.sub === known.sub', '.sub !== \'\'', 'a login of %s in one tab makes the others load what belongs to it (P15)', 'somebody else'],
  ]),
  ...keeping(16, 'bff/src/session/slots.ts', 'bff/src/session/slots.test.ts', [
    ['a place too many ends the oldest', 'await store.take(old)', 'await store.get(old)', 'loses the oldest session, and nobody else loses one'],
    ['one sign-in alone ends a session', 'if (!(await store.mark(`x:${old}`, mine, hold))) continue', 'await store.mark(`x:${old}`, mine, hold)', 'never end one session both, so that neither is left without a place'],
  ]),
  ...keeping(16, 'bff/src/session/session.ts', 'bff/src/session/slots.test.ts', [
    ['no session without a place', 'await store.take(key).catch', 'await store.get(key).catch', 'for others always come first, leaves no session behind'],
  ]),
  ...keeping(16, 'bff/src/session/slots.ts', 'bff/src/session/slots.test.ts', [
    ['an operator ends one person’s', 'store.take(parseHolder', 'store.get(parseHolder', 'an operator ends every session of one person, and of nobody else (P16)'],
    ['also beyond a limit that was lowered', 'slotsOf(sub, mostPerPerson)', 'slotsOf(sub, perPerson)', 'an operator ends also those that stand beyond a limit that was lowered (P16)'],
  ]),
  ...keeping(16, 'bff/src/session/memory-store.ts', 'bff/src/session/memory-store.test.ts', [
    ['an operator ends everybody’s', '      for (const key of doomed) forget(key, entries.get(key)?.value ?? \'\')\n', '', 'clears what begins alike, counts it, and leaves the rest (P16)'],
  ]),
  ...keeping(17, 'bff/src/session/seal.ts', 'bff/src/session/seal.test.ts', [
    ['a record opens where it was put', ' ${place.key} ${expires}', ' ${expires}', '%s', 'moved to another key'],
    ['a record opens until its end', ' ${place.key} ${expires}', ' ${place.key}', '%s', 'given a later end'],
    ['a record opens with the cookie alone', '${place.kind} ${place.secret}', '${place.kind}', '%s', 'opened with another cookie'],
    ['a record of one version', ' || sealed[0] !== version', '', '%s', 'given another version'],
  ]),
  ...keeping(17, 'bff/src/login/outcome.ts', 'bff/src/login/callback.test.ts', [
    ['an outcome has an end of its own', '    if (opened.expires <= now()) return undefined\n', '', 'a store that keeps an outcome too long does not make it count for longer (P17)'],
  ]),
  ...keeping(17, 'bff/src/session/session.ts', 'bff/src/observe/canary.test.ts', [
    ['the store does not know the cookie’s id', 'await hash.text(id)', 'id', 'no log line and no stored byte holds a value, code, token, verifier, nonce, secret or cookie (P17, P38)'],
  ]),
  ...keeping(17, 'bff/src/session/slots.ts', 'bff/src/session/slots.test.ts', [
    ['the store does not know sub', 'hash.text(sub)', 'sub', 'a place names its person to nobody, and the same in no other service (P17)'],
  ]),
  ...keeping(17, 'bff/src/api/receipts.ts', 'bff/src/api/applications.test.ts', [
    ['receipts are sealed', "const sealed = await seal.seal({ kind: 'receipt', key, secret, ...content })", 'const sealed = content.plaintext', 'is kept so that a copy of the store gives nobody a word of it (P17)'],
  ]),
  ...keeping(17, 'bff/src/api/drafts.ts', 'bff/src/api/drafts.test.ts', [
    ['what is typed is sealed', "return seal.seal({ kind: 'draft', key, secret: sub, ...content })", 'return content.plaintext', 'is kept so that a copy of the store gives nobody a word of it, nor whose it is (P17)'],
    ['the store does not know whose it is', 'await hash.text(sub)', 'sub', 'is kept so that a copy of the store gives nobody a word of it, nor whose it is (P17)'],
  ]),
  ...keeping(18, 'bff/src/session/seal.ts', 'bff/src/session/seal.test.ts', [
    ['all secrets open records', 'of sealers)', 'of sealers.slice(0, 1))', 'a record that an older secret sealed opens while that secret is kept (P18)'],
  ]),
  ...keeping(18, 'bff/src/session/session.ts', 'bff/src/session/session.test.ts', [
    ['all secrets find sessions', "secrets.map((one) => derivedHmac(crypto, one, 'session place'))", "secrets.slice(0, 1).map((one) => derivedHmac(crypto, one, 'session place'))", 'opens and lives on while SESSION_SECRET is replaced (P18)'],
  ]),
  ...keeping(18, 'bff/src/login/transaction.ts', 'bff/src/session/session.test.ts', [
    ['all secrets finish logins', 'options.secrets.map(', 'options.secrets.slice(0, 1).map(', 'a login begun before SESSION_SECRET is replaced is finished after it (P18)'],
  ]),
  ...keeping(18, 'bff/src/session/slots.ts', 'bff/src/session/slots.test.ts', [
    ['all secrets find a person’s places', 'secrets.map((one)', 'secrets.slice(0, 1).map((one)', 'loses the oldest also when an older secret named its place (P18)'],
  ]),
  ...keeping(18, 'bff/src/provider/decrypt.ts', 'bff/src/session/session.test.ts', [
    ['all private keys open', 'keys.map(async (key, index)', 'keys.slice(0, 1).map(async (key, index)', 'a private key that is about to go is spoken of while sgID still encrypts to it (P18)'],
  ]),
  ...keeping(19, 'bff/src/http/request-checks.ts', 'bff/src/http/contract.test.ts', [
    ['the header', "if (c.req.header(headers.csrf) !== '1') throw", 'if (false) throw', '%s', 'without the header'],
    ['Sec-Fetch-Site', '  if (site !== undefined) return site === \'same-origin\'\n', '', '%s', 'typed into the address bar'],
    ['same-origin, not same-site', "site === 'same-origin'", "site.startsWith('same')", '%s', 'from a sibling subdomain'],
    ['Origin', 'origin === publicOrigin', 'true', '%s', 'from another origin, by an old browser'],
    ['a change says where it comes from', '?? safe(c.req.method)', '?? true', 'an unsafe call that says nothing of its origin'],
    ['a form says where it comes from', 'if (!fromOwnPage(c, publicOrigin)) throw', 'if (false) throw', 'a logout form %s', 'of another site'],
  ]),
  ...keeping(19, 'bff/src/session/routes.ts', 'bff/src/http/contract.test.ts', [
    ['POST changes, GET does not', "paths.extend, ownCall(publicOrigin, 'POST')", "paths.extend, ownCall(publicOrigin, 'GET', 'POST')", '%s by %s is %i (P21)', '/auth/session/extend'],
  ]),
  ...keeping(19, 'bff/src/api/api.ts', 'bff/src/api/api.test.ts', [
    ['the checks before each own route', 'for (const [path, methods] of byPath(places)) app.use(path, guard(methods))', '', 'by %s is refused to a call of another site, with a session or without (P19)', 'POST'],
    ['the check of the call among them', 'return call(c, () => person(c, next))', 'return person(c, next)', 'by %s is refused to a call of another site, with a session or without (P19)', 'POST'],
  ]),
  ...keeping(19, 'bff/src/api/input.ts', 'bff/src/api/api.test.ts', [
    ['a body that no form can send', "if (type !== 'application/json') throw", 'if (false) throw', '%s is refused, with the fields that are wrong (P6)', 'that a form could send'],
  ]),
  ...keeping(20, 'shared/src/paths.ts', 'bff/src/login/return-url.test.ts', [
    ['one slash in front, or else another origin', '^\\/(?![/\\\\])', '^\\/', 'a login that asks to return to %j ends at %j (P20)', '"//local.invalid/page"'],
    ['no backslash, blank or control character', '[^\\\\\\s\\p{Cc}]*$', '.*$', 'a login that asks to return to %j ends at %j (P20)'],
    ['no second slash after dots', "path.startsWith('//') || ", '', 'a login that asks to return to %j ends at %j (P20)'],
    ['512 characters', ' || path.length > 512', '', 'a login that asks to return to %j ends at %j (P20)'],
    ['no route of ours', 'isDynamic(url.pathname) ? undefined : path', 'path', 'a login that asks to return to %j ends at %j (P20)'],
    ['no half characters', ' || !value.isWellFormed()', '', 'a login that asks to return to %j ends at %j (P20)'],
  ]),
  ...keeping(20, 'bff/src/login/return-url.ts', 'bff/src/login/return-url.test.ts', [
    ['not the callback', ' || path.split(/[?#]/)[0] === callbackPath', '', 'a login that asks to return to %j ends at %j (P20)'],
  ]),
  ...keeping(20, 'shared/src/paths.ts', 'bff/src/login/return-url.test.ts', [
    ['our origin: the parser’s word as well', '(?![/\\\\])[^\\\\\\s\\p{Cc}]*$/u.test(value) || !value.isWellFormed()) return undefined\n  if (!URL.canParse(value, base)) return undefined\n  const url = new URL(value, base)\n  if (url.origin !== base) return undefined\n', '/u.test(value)) return undefined\n  if (!URL.canParse(value, base)) return undefined\n  const url = new URL(value, base)\n', 'a login that asks to return to %j ends at %j (P20)'],
  ]),
  ...keeping(21, 'bff/src/http/answer.ts', 'bff/src/http/contract.test.ts', [
    ['no-store', '  \'Cache-Control\': \'private, no-store\',\n', '', '%s is never cached, framed, sniffed or validated (P21, P23)'],
    ['no-store, for CDNs', '  \'CDN-Cache-Control\': \'no-store\',\n', '', '%s is never cached, framed, sniffed or validated (P21, P23)'],
  ]),
  ...keeping(21, 'bff/src/app.ts', 'bff/src/http/contract.test.ts', [
    ['no page below /auth', '  app.all(\'/auth/*\', nothingHere)\n', '', 'what is not there below a route of ours is a problem, never a page (P21)'],
    ['no page below /api', '  app.all(\'/api/*\', nothingHere)\n', '', 'what is not there below a route of ours is a problem, never a page (P21)'],
  ]),
  ...keeping(21, 'bff/src/http/node-server.ts', 'bff/src/http/hostile.test.ts', [
    ['what never becomes a request is not kept either', '  ...dynamicHeaders,\n', '', '%s is 400', 'two Hosts'],
  ]),
  ...keeping(21, 'docs/deploy/nginx-spa.conf', 'bff/src/peers/static-host.test.ts', [
    ['nginx sends what the build says', '    include /srv/sgid-login/web/headers.nginx;\n', '    location / { try_files $uri $uri/index.html =404; }\n', 'every file has the headers that the BFF would send with it (P21, P23)'],
    ['scripts are scripts', '        text/javascript js;\n', '', 'every file has the headers that the BFF would send with it (P21, P23)'],
    ['calls below /api go to the BFF', 'location /api/ {', 'location /apis/ {', 'what is not there below a route of the BFF is a problem, never a page (P21)'],
  ]),
  ...keeping(21, 'web/static-headers.ts', 'bff/src/peers/static-host.test.ts', [
    ['nginx: nobody keeps what is missing', "{ ...others.headers, 'Cache-Control': 'no-store' }", 'others.headers', 'every file has the headers that the BFF would send with it (P21, P23)'],
  ]),
  ...keeping(21, 'web/static-headers.ts', 'web/dist.test.ts', [
    ['hosts: nobody keeps what is missing', "    if (path.endsWith('/404')) return []\n", '', 'a static host that reads _headers sends what the BFF sends, and sends nothing twice (P21, P23)'],
    ['hosts: no header twice', '.filter((path) => !unkept.some(matches(path)))', '', 'a static host that reads _headers sends what the BFF sends, and sends nothing twice (P21, P23)'],
  ]),
  ...keeping(21, 'docs/deploy/cloudflare-cache-rules.json', 'docs/deploy-cdn.test.ts', [
    ['Cloudflare passes on', '"cache": false', '"cache": true', 'keeps no answer of %s (P21)', '/auth/login'],
    ['Cloudflare: the callback', ' \\"/auth/callback\\"', '', 'has a rule of its own for the callback, wherever that is (P21)'],
    ['Cloudflare: the details page', ' or http.request.uri.path contains \\"/profile\\"', '', 'keeps no answer of %s (P21)', '/zh/profile'],
    ['Cloudflare: the form', ' or http.request.uri.path contains \\"/apply\\"', '', 'keeps no answer of %s (P21)', '/zh/apply'],
    ['Cloudflare keeps nothing that says nothing', '"bypass_by_default"', '"respect_origin"', 'keeps %s as long as it says itself, and no longer (P21)', '/help'],
  ]),
  ...keeping(21, 'docs/deploy/cloudfront.yaml', 'docs/deploy-cdn.test.ts', [
    ['CloudFront passes on', '- PathPattern: /api/*', '- PathPattern: /apis/*', 'keeps no answer of %s and passes all of it on (P21)', '/api/anything'],
    ['CloudFront: the callback', '- PathPattern: { Ref: CallbackPath }', '- PathPattern: /elsewhere', 'has a rule of its own for the callback, wherever that is, before all others (P21)'],
    ['CloudFront: the details page', '- PathPattern: /*/profile*', '- PathPattern: /*/profiles', 'keeps no page of %s (P21)', '/zh/profile'],
    ['CloudFront: the form', '- PathPattern: /*/apply*', '- PathPattern: /*/applies', 'keeps no page of %s (P21)', '/zh/apply'],
    ['CloudFront: cookies pass', '{ CookieBehavior: all }', '{ CookieBehavior: none }', 'keeps no answer of %s and passes all of it on (P21)', '/auth/userinfo'],
  ]),
  ...keeping(21, 'bff/src/http/answer.ts', 'bff/src/api/api.test.ts', [
    ['no validator of an own route', "    for (const validator of ['ETag', 'Last-Modified']) c.res.headers.delete(validator)\n", '', 'keeps its answer out of every cache, whatever it says (P21)'],
  ]),
  ...keeping(22, 'bff/src/http/answer.ts', 'bff/src/http/contract.test.ts', [
    ['an answer repeats the tag', 'if (echo && /^[\\w-]{8,64}$/.test(echo)) dynamic', 'if (false) dynamic', 'an answer repeats the tag of its question, so that another’s answer is known (P22)'],
    ['a tag is no markup', '/^[\\w-]{8,64}$/.test(echo)', 'true', 'an answer repeats the tag of its question, so that another’s answer is known (P22)'],
    ['answers differ by cookie', '  Vary: \'Cookie\',\n', '', '%s is never cached, framed, sniffed or validated (P21, P23)'],
  ]),
  ...keeping(22, 'web/hooks/src/request.ts', 'web/hooks/src/request.test.ts', [
    ['the page refuses another’s tag', "throw new NoAnswerError('foreign')", 'console.log()', 'an answer that %s is thrown away (P22)'],
  ]),
  ...keeping(23, 'bff/src/http/answer.ts', 'bff/src/http/contract.test.ts', [
    ['no frames, no content', '  \'Content-Security-Policy\': "default-src \'none\'; frame-ancestors \'none\'",\n', '', '%s is never cached, framed, sniffed or validated (P21, P23)'],
    ['nosniff', '  \'X-Content-Type-Options\': \'nosniff\',\n', '', '%s is never cached, framed, sniffed or validated (P21, P23)'],
    ['no-referrer', '  \'Referrer-Policy\': \'no-referrer\',\n', '', '%s is never cached, framed, sniffed or validated (P21, P23)'],
    ['CORP', '  \'Cross-Origin-Resource-Policy\': \'same-origin\',\n', '', '%s is never cached, framed, sniffed or validated (P21, P23)'],
    ['COOP', '  \'Cross-Origin-Opener-Policy\': \'same-origin\',\n', '', '%s is never cached, framed, sniffed or validated (P21, P23)'],
    ['HSTS', '...(config.https && {', '...(false && {', '%s is never cached, framed, sniffed or validated (P21, P23)'],
  ]),
  ...keeping(23, 'web/static-headers.ts', 'web/dist.test.ts', [
    ['pages: no base', '    "base-uri \'none\'",\n', '', 'no file runs foreign script, is framed, is sniffed or says where it was read (P23)'],
    ['pages: no frames', '    "frame-ancestors \'none\'",\n', '', 'no file runs foreign script, is framed, is sniffed or says where it was read (P23)'],
  ]),
  ...keeping(24, 'web/hooks/src/provider.tsx', 'web/src/pages/signed-in.test.tsx', [
    ['a page that is left is wiped', '    addEventListener(\'pagehide\', departure.wipe)\n', '', 'a page that is left takes its details with it, at once (P24)'],
    ['a page that comes back is loaded anew', '    addEventListener(\'pageshow\', restored)\n', '', 'a page that comes back from the browser’s memory is loaded anew (P24)'],
  ]),
  ...keeping(24, 'web/hooks/src/screen.ts', 'web/src/pages/signed-in.test.tsx', [
    ['the screen is cleared by hand', '      for (const element of document.querySelectorAll(\'[data-pii]\')) element.replaceChildren()\n', '', 'a page that is left takes its details with it, at once (P24)'],
  ]),
  ...keeping(24, 'web/hooks/src/screen.ts', 'web/hooks/src/states.test.tsx', [
    ['what is not marked goes too, before the browser keeps it', '      wiped = true\n', '', 'a page that is left is empty before the browser keeps it, marked or not (P24)'],
  ]),
  ...keeping(24, 'web/hooks/src/refusals.ts', 'web/hooks/src/states.test.tsx', [
    ['a refusal that a mutation meets ends the page', '    queryClient.getMutationCache().subscribe((event) => {\n      if (event.type === \'updated\') failed(event.action)\n    }),\n', '', 'a %s that a mutation of the app meets ends the page (P24)', 'session_expired'],
  ]),
  ...keeping(24, 'web/hooks/src/require-session.tsx', 'web/hooks/src/states.test.tsx', [
    ['the end comes without the dialog', '          <End />\n', '', 'a page without the dialog is cleared at the end all the same (P24)'],
  ]),
  ...keeping(24, 'web/src/components/cover.tsx', 'web/src/pages/signed-in.test.tsx', [
    ['what was out of sight is covered', 'if (away >= 0 && away <= long) return', 'return', 'after %i seconds out of sight the details are %s until the server has answered (P24)'],
  ]),
  ...keeping(24, 'web/hooks/src/provider.tsx', 'web/src/pages/signed-in.test.tsx', [
    ['who leaves is wiped first', '      wipe()\n      place.replace', '      place.replace', 'a log-out in one tab clears the others (P24)'],
  ]),
  ...keeping(25, 'bff/src/provider/exchange.ts', 'bff/src/provider/exchange.test.ts', [
    ['a deadline for each call of sgID', 'within(seconds, work', 'within(600, work', '%s is given up on: %s (P25)', '/silent'],
    ['the bytes of an answer', 'if (size > limit) throw', 'if (false) throw', '%s is given up on: %s (P25)', '/long'],
  ]),
  ...keeping(25, 'bff/src/provider/sgid.ts', 'bff/src/provider/sgid.test.ts', [
    ['a deadline for the sign-in', 'within(timeouts.signIn, (signal)', 'within(600, (signal)', 'for %s ends when it never answers: %s', 'signIn'],
  ]),
  ...keeping(25, 'bff/src/app.ts', 'bff/src/http/contract.test.ts', [
    ['the bytes of a body', 'bodyLimit({ maxSize: bodyBytes })', 'bodyLimit({ maxSize: 1e9 })', 'a body over 16 KiB is refused (P25)'],
  ]),
  ...keeping(25, 'bff/src/http/node-server.ts', 'bff/src/http/node-server.test.ts', [
    ['the time of headers', 'headersTimeout: 10_000', 'headersTimeout: 60_000', 'the budgets of production are those that are promised (P25)'],
    ['the bytes of headers', '  maxHeaderSize: 16 * 1024,\n', '', 'the budgets of production are those that are promised (P25)'],
    ['a reader that takes nothing', '  server.timeout = timeout\n', '', 'the budgets of production are those that are promised (P25)'],
  ]),
  ...keeping(26, 'bff/src/provider/gate.ts', 'bff/src/provider/gate.test.ts', [
    ['so many sign-ins at once', 'if (taken >= places) throw', 'if (false) throw', 'the next is refused before anything is spent, and works a moment later'],
  ]),
  ...keeping(26, 'bff/src/login/outcome.ts', 'bff/src/provider/gate.test.ts', [
    ['who is refused spends nothing', '      if ((await begun(login)) === undefined) throw refusal\n      return undefined\n', '      await begun(login)\n      exit = () => undefined\n', 'the next is refused before anything is spent, and works a moment later'],
  ]),
  ...keeping(26, 'bff/src/http/node-limit.ts', 'bff/src/http/rate-limit.test.ts', [
    ['so many requests of an address', 'if (consumedPoints > perMinute) return', 'if (false) return', 'an address over its limit is told for how long, and others are not (P26)'],
  ]),
  ...keeping(26, 'bff/src/worker.ts', 'bff/src/peers/worker.test.ts', [
    ['an address is whom Cloudflare saw', "request.headers.get('CF-Connecting-IP')", "request.headers.get('X-Forwarded-For')", 'an address that asks too often, however it calls itself (P26)'],
  ]),
  ...keeping(26, 'bff/src/http/node-lambda-address.ts', 'bff/src/lambda.test.ts', [
    ['an address is whom the gateway saw', "if ('http' in context) return context.http.sourceIp\n", '', 'by %s with %j an address has its limit, however it calls itself: %j (P26)', 'API Gateway, format 2.0'],
  ]),
  ...keeping(26, 'bff/src/http/rate-limit.ts', 'bff/src/http/rate-limit.test.ts', [
    ['nobody maps the table of addresses', "derivedHmac(crypto, secret, 'client address')", "derivedHmac(crypto, new Uint8Array(32), 'client address')", 'any number of addresses share one table of fixed size, which nobody outside can map (P26)'],
  ]),
  ...keeping(26, 'bff/src/provider/node-fetch.ts', 'bff/src/provider/node-fetch.test.ts', [
    ['so many connections to sgID', ' maxSockets: 256,', '', 'are at most 256; who gives up while waiting for one has sent nothing (P26)'],
  ]),
  ...keeping(27, 'bff/src/provider/node-fetch.ts', 'bff/src/provider/node-fetch.test.ts', [
    ['an answer comes before the end of its connection', 'later(() => reject(unanswered))', 'reject(unanswered)', 'of a crowd of answers none is lost whose connection is %s behind it', 'closed'],
    ['and before what broke it', 'later(() => reject(error))', 'reject(error)', 'of a crowd of answers none is lost whose connection is %s behind it', 'reset'],
  ]),
  ...keeping(27, 'bff/src/provider/sgid.ts', 'bff/src/provider/sgid.test.ts', [
    ['the token request is sent once', 'await exchange(fetch, url, { ...init, signal }, budget)', 'await exchangeTwice(fetch, url, { ...init, signal }, budget)', 'a token request is never repeated, for the code may be spent: %s (P27)', 'token-500'],
  ]),
  ...keeping(27, 'bff/src/provider/exchange.ts', 'bff/src/provider/sgid.test.ts', [
    ['what was answered is not asked again', '!(error instanceof Unanswered)', 'false', 'is not repeated when sgID has answered: %s', 'userinfo-429'],
    ['nothing is asked again after its time', '    if (outer?.aborted) return stop()\n', '', 'is not repeated when the time of the sign-in is over'],
  ]),
  ...keeping(27, 'bff/src/login/outcome.ts', 'bff/src/peers/rolling.test.ts', [
    ['whom nginx asks next asks for no token', 'if (!(await store.mark(`m:${login}`, marker, options.ttl + repeatable))) return undefined', 'await store.mark(`m:${login}`, marker, options.ttl + repeatable)', 'ask for no token twice when one is killed with requests for tokens under way (P3, P27)'],
  ]),
  ...keeping(28, 'bff/src/provider/key-set.ts', 'bff/src/provider/faults.test.ts', [
    ['one fetch at a time', '    if (loading) return loading\n', '', 'is fetched once for many logins that wait for it (P28)'],
    ['an unknown key looks again, now and then', ' || now() - lookedAgain < cooldown', '', 'is fetched again when a key was rotated in, but not for each token of a stranger (P28)'],
    ['failed looks count too', '      lookedAgain = now()\n      return (await refresh())(header, token)', '      const again = await refresh()\n      lookedAgain = now()\n      return again(header, token)', 'is not fetched for each token of a stranger either while it cannot be had (P28)'],
    ['the last good set outlives an outage', 'if (current && age < stale) return current.find', '', 'is used while sgID cannot give a new one, up to a day (P28)'],
    ['and not for longer than a day', 'current && age < stale', 'current', 'is used while sgID cannot give a new one, up to a day (P28)'],
  ]),
  ...keeping(29, 'bff/src/http/answer.ts', 'bff/src/session/outage.test.ts', [
    ['Retry-After', 'problems[code].status === 503 ? retryAfter : undefined', 'undefined', '%s says so, and nobody is taken for signed out'],
  ]),
  ...keeping(29, 'bff/src/session/node-sqlite-worker.ts', 'bff/src/session/node-sqlite-store.test.ts', [
    ['where SQLite does not wait, we do', "if (code(error) !== 'SQLITE_BUSY' || performance.now() > end) throw error", 'throw error', 'a new file that another process writes just now is waited for (P29)'],
    ['and not for ever', ' || performance.now() > end', '', '%s', 'that another process keeps locked'],
  ]),
  ...keeping(29, 'bff/src/session/node-store-call.ts', 'bff/src/session/node-sqlite-store.test.ts', [
    ['a deadline for each call', '      }, deadline)', '      }, 600_000)', 'nothing is known within the deadline, and soon at once; then all is well again (P29)'],
    ['a breaker round all calls', 'if (unanswered >= patience) {', 'if (false) {', 'nothing is known within the deadline, and soon at once; then all is well again (P29)'],
  ]),
  ...keeping(29, 'bff/src/session/durable-store.ts', 'bff/src/session/durable-store.test.ts', [
    ['a deadline of our own round every call of a Durable Object', '}, deadline)', '}, 1e9)', 'is not waited for, and nobody is told that a key is absent'],
  ]),
  ...keeping(29, 'bff/src/session/node-redis-store.ts', 'bff/src/session/node-redis-store.test.ts', [
    ['no command is kept for later', '    disableOfflineQueue: true,\n', '', 'holds up no start; every call says unknown at once, until it comes (P29)'],
    ['a lost connection is replaced', 'if (askedAt !== undefined && performance.now() - askedAt > silence) reconnect()', '', 'a connection that the network lost without a word is replaced (P29)'],
  ]),
  ...keeping(29, 'bff/src/http/admin.ts', 'bff/src/http/admin.test.ts', [
    ['who cannot reach the store is not ready', "return ready ? c.text('ok\\n')", "return true ? c.text('ok\\n')", 'who cannot reach the store lives, and is ready again when it can (P29)'],
  ]),
  ...keeping(30, 'bff/src/provider/gate.ts', 'bff/src/provider/gate.test.ts', [
    ['the breaker opens', '    closed = true\n', '', 'a login ends at once in a page that says so, in the language of the person: %s', 'token-500'],
  ]),
  ...keeping(30, 'bff/src/login/routes.ts', 'bff/src/provider/gate.test.ts', [
    ['a login that could not be finished does not begin', 'if (!provider.available())', 'if (false)', 'a login ends at once in a page that says so, in the language of the person: %s', 'token-500'],
  ]),
  ...keeping(30, 'bff/src/provider/gate.ts', 'bff/src/provider/gate.test.ts', [
    ['a probe closes it', '          closed = false\n', '', 'a callback spends nothing, and works when sgID is back'],
    ['probes are few', '      nextProbe = now() + pause\n      probe()', '      probe()', 'sgID is asked for its keys every five seconds at most, and only when somebody comes'],
    ['failures count in a row', '  const answered = () => {\n    unanswered = 0\n', '  const answered = () => {\n', 'failures that are not in a row close nothing (P30)'],
    ['a refusal is an answer', "if (error.code === 'idp_unavailable') failed(error)", 'if (true) failed(error)', 'sign-ins that sgID refuses, however many, close nothing: it is there (P30)'],
  ]),
  ...keeping(31, 'bff/src/login/transaction.ts', 'bff/src/login/transaction.test.ts', [
    ['instances may differ by a minute', 'const skew = 60_000', 'const skew = 0', 'clocks of two instances may differ by a minute, and no more (P31)'],
    ['and by no more', 'if (age < -skew) throw', 'if (false) throw', 'clocks of two instances may differ by a minute, and no more (P31)'],
  ]),
  ...keeping(31, 'bff/src/provider/id-token.ts', 'bff/src/provider/id-token.test.ts', [
    ['sgID may differ by a minute', 'export const clockSkew = 60\n', 'export const clockSkew = 0\n', 'an ID token %s is accepted (P7, P31)', 'from a clock 60 s ahead'],
  ]),
  ...keeping(32, 'bff/src/http/admin.ts', 'bff/src/http/admin.test.ts', [
    ['who is stopping is not ready', 'if (stopping()) return', 'if (false) return', 'who is stopping lives, and is ready for nobody any more (P32)'],
  ]),
  ...keeping(32, 'bff/src/http/node-server.ts', 'bff/src/http/node-server.test.ts', [
    ['a kept connection ends with its answer', "outgoing.setHeader('Connection', 'close')", "outgoing.getHeader('Connection')", 'a server that stops ends a kept connection with its answer to request %i (P32)'],
  ]),
  ...keeping(32, 'bff/src/node.ts', 'bff/src/peers/instances.test.ts', [
    ['a signal stops in order', "process.on('SIGTERM', stop)", "process.on('SIGHUP', stop)", 'restarted one after another under a stream of logins, not one of which fails (P32)'],
  ]),
  ...keeping(32, 'bff/src/node.ts', 'bff/src/peers/rolling.test.ts', [
    ['readiness is answered to the end', 'for (const server of servers) await close(server, grace)', 'await Promise.all(servers.map((server) => close(server, grace)))', 'say that they stop until their last login has ended (P32)'],
  ]),
  ...keeping(32, 'docs/deploy/nginx.conf', 'bff/src/peers/rolling.test.ts', [
    ['nginx asks the next instance', 'proxy_next_upstream error timeout;', 'proxy_next_upstream off;', 'are restarted one after another, and no login fails (P32)'],
  ]),
  ...keeping(32, 'docs/deploy/kubernetes.yaml', 'bff/src/peers/cluster.test.ts', [
    ['Kubernetes waits for the last login', 'terminationGracePeriodSeconds: 30', 'terminationGracePeriodSeconds: 15', 'looks at the ports where the BFF answers, and gives it its time to end (P32)'],
    ['Kubernetes asks where it is answered', '{ path: /readyz, port: admin }', '{ path: /readyz, port: http }', 'looks at the ports where the BFF answers, and gives it its time to end (P32)'],
  ]),
  ...keeping(34, 'bff/src/session/memory-store.ts', 'bff/src/session/memory-store.test.ts', [
    ['a full memory store refuses', 'if (full(key, value)) throw', 'if (false) throw', 'a full memory store refuses what is new and keeps what is alive (P34)'],
  ]),
  ...keeping(34, 'bff/src/session/node-redis-store.ts', 'bff/src/session/node-redis-store.test.ts', [
    ['a full Redis is an answer', "if (error.message.startsWith('OOM')) throw", 'if (false) throw', 'a full server refuses what is new, and reads, touches and takes what there is (P34)'],
  ]),
  ...keeping(34, 'bff/src/session/node-keeping.ts', 'bff/src/peers/start.test.ts', [
    ['a Redis that forgets is none to start with', 'if (!about?.policy || keepingPolicies.includes(about.policy)) return store', 'return store', 'that forgets who is signed in when it is full, by %s, stops the start (P34)', 'allkeys-lru'],
  ]),
  ...keeping(35, 'bff/src/observe/failure.ts', 'bff/src/session/outage.test.ts', [
    ['what is not ours is internal', "return error instanceof BffError ? error.code : 'internal'", 'return (error as BffError).code', 'gives a call a generic answer, and one loud line without the message'],
  ]),
  ...keeping(35, 'bff/src/http/node-server.ts', 'bff/src/http/node-server.test.ts', [
    ['a socket that breaks is nobody’s fault', '  socket.on(\'error\', () => undefined)\n', '', 'a client that asks for a tunnel and vanishes costs nothing (P35)'],
  ]),
  ...keeping(35, 'bff/src/session/node-sqlite-store.ts', 'bff/src/session/node-sqlite-store.test.ts', [
    ['a thread that dies is replaced', '      if (thread === started) thread = undefined\n', '', 'a thread that dies is replaced by the next call (P35)'],
  ]),
  ...keeping(35, 'bff/src/http/answer.ts', 'bff/src/http/node-server.test.ts', [
    ['who went away is no failure', 'if (abandoned(c, error)) c', 'if (false) c', 'a client that leaves within its body is nobody’s fault, and said quietly (P35)'],
  ]),
  ...keeping(35, 'bff/src/http/node-client-address.ts', 'bff/src/http/node-client-address.test.ts', [
    ['no header breaks the address', 'return isIP(bare) ? bare : undefined', 'return bare', 'no header gives anything but an address (P35)'],
  ]),
  ...keeping(36, 'bff/src/setting.ts', 'bff/src/config.test.ts', [
    ['secrets of 32 bytes', ' || bytes.length < 32', '', '%s (P36)', 'a session secret of 31 bytes'],
    ['random secrets', 'if (new Set(bytes).size < 20) throw', 'if (false) throw', '%s (P36)', 'a session secret of one letter'],
    ['https', "if (url.protocol === 'http:' && !isLoopback(url)) {", 'if (false) {', '%s (P36)', 'a redirect URI on plain http'],
    ['no password in an address', 'if (url.username || url.password) throw', 'if (false) throw', '%s (P36)', 'a redirect URI with a password'],
    ['a redirect URI of its own', 'if (!free) throw', 'if (false) throw', '%s (P36)', 'a redirect URI that is the login route'],
    ['a redirect URI without a query', 'if (/[?#]/.test(text)) throw', 'if (false) throw', '%s (P36)', 'a redirect URI with a query'],
    ['an issuer without a path', 'if (!plain) throw', 'if (false) throw', '%s (P36)', 'an issuer with a path'],
    ['scopes with openid', "if (!list.includes('openid')) throw", 'if (false) throw', '%s (P36)', 'scopes without openid'],
    ['not everybody is a proxy', "if (ranges.some((range) => range.endsWith('/0'))) throw", 'if (false) throw', '%s (P36)', 'proxies that are everybody'],
  ]),
  ...keeping(36, '.dockerignore', 'bff/src/peers/cluster.test.ts', [
    ['no secret goes into an image', 'docs/deploy/secrets\n', '', 'has its secrets where neither git nor an image takes them along (P36)'],
    ['nor one that keygen made', '\nsecrets\n', '\n', 'has its secrets where neither git nor an image takes them along (P36)'],
  ]),
  ...keeping(36, 'docs/deploy/kubernetes.yaml', 'bff/src/peers/cluster.test.ts', [
    ['Kubernetes: secrets are files', '{ name: SESSION_SECRET_FILE, value: /run/secrets/sgid-login/session-secret }', '{ name: SESSION_SECRET, value: c2VjcmV0 }', 'has settings with which the BFF starts, and mounts a file for each secret (P36)'],
    ['Kubernetes: for their reader alone', 'defaultMode: 288', 'defaultMode: 420', 'has settings with which the BFF starts, and mounts a file for each secret (P36)'],
  ]),
  ...keeping(36, 'bff/src/app-config.ts', 'bff/src/config.test.ts', [
    ['a loopback sgID is for loopback alone', "settings.SGID_HOSTNAME.startsWith('http:')", 'false', '%s (P36)', 'a loopback issuer for a public site'],
    ['a secret, outside loopback', "if (!values['SESSION_SECRET'] && !mayMakeOne) {", 'if (false) {', '%s (P36)', 'no session secret'],
    ['idle within absolute', 'if (settings.SESSION_IDLE_SECONDS > settings.SESSION_ABSOLUTE_SECONDS) {', 'if (false) {', '%s (P36)', 'an idle time over the absolute one'],
    ['the key is no client secret', "if (secret.includes('-----BEGIN')) faults", 'if (false) faults', '%s (P36)', 'the key where the client secret belongs'],
    ['the client id is no client secret', 'if (secret === id) faults', 'if (false) faults', '%s (P36)', 'the client id for its secret'],
    ['a secret for one thing', "if (session?.split(',').includes(secret)) {", 'if (false) {', '%s (P36)', 'one secret for two things'],
  ]),
  ...keeping(36, 'bff/src/config.ts', 'bff/src/config.test.ts', [
    ['no unknown setting', 'unknownSettings(env, [...Object.keys(Settings.shape), ...files])', '[] as string[]', '%s (P36)', 'an unknown setting of ours'],
    ['a setting or its file', 'if (env[name]) faults', 'if (false) faults', '%s (P36)', 'a secret given twice'],
    ['two ports', 'settings.ADMIN_PORT === settings.PORT &&', 'false &&', '%s (P36)', 'one port for two things'],
  ]),
  ...keeping(36, 'bff/src/node-secret-file.ts', 'bff/src/node-secret-file.test.ts', [
    ['a secret that everybody may read is none', "if (openTo(path) === 'everybody') {", 'if (false) {', 'a file of mode %s is not read as a secret (P36)'],
  ]),
  ...keeping(36, 'bff/src/node.ts', 'bff/src/peers/start.test.ts', [
    ['secrets are read as such', 'parseConfig(process.env, readSecretFile)', "parseConfig(process.env, (path) => process.getBuiltinModule('node:fs').readFileSync(path, 'utf8'))", 'that every user may read stops the start (P36)'],
  ]),
  ...keeping(36, 'bff/src/config.ts', 'bff/src/lambda.test.ts', [
    ['no store that cannot keep its promises there', '!platform.stores.includes(settings.SESSION_STORE.kind)', 'false', 'a function with %s does not start, and says why (P36)', 'a store in its memory'],
  ]),
  ...keeping(36, 'bff/src/app-config.ts', 'bff/src/lambda.test.ts', [
    ['no setting without meaning there', 'faults.push(...wrong.map(([name, why]) => `${name} ${why}`))', 'wrong.length', 'a function with %s does not start, and says why (P36)', 'a port'],
  ]),
  ...keeping(36, 'bff/src/provider/private-key.ts', 'bff/src/provider/private-key.test.ts', [
    ['a key that is cut off', 'if (blocks.length < begun)', 'if (false)', '%s is refused with words that help and nothing of the key (P36)', 'a key, and another one that is cut off'],
    ['RSA of 2048 bits', 'if (modulusLength < minimumBits) throw', 'if (false) throw', '%s is refused with words that help and nothing of the key (P36)', '1024 bits'],
  ]),
  ...keeping(36, 'bff/src/app-config.ts', 'bff/src/config.test.ts', [
    ['all that an upstream needs', 'if (!values[name]) faults', 'if (false) faults', '%s (P36)', 'an upstream without paths'],
    ['no claim for which nobody asks', 'if (!settings.UPSTREAM_CLAIMS.every((scope) => asked.includes(scope))) {', 'if (false) {', '%s (P36)', 'a claim for which nobody asks'],
  ]),
  ...keeping(36, 'bff/src/worker-env.ts', 'bff/src/worker-env.test.ts', [
    ['no unknown setting of a worker', '    ...unknownSettings(settings, Object.keys(foreign)),\n', '', 'a worker that is given %s does not start, and says what to do (P3, P36)', 'a setting with a typing error'],
  ]),
  ...keeping(37, 'bff/src/lambda.ts', 'bff/src/lambda.test.ts', [
    ['the name by which a function is called counts for nothing', "Object.assign(event.requestContext, { domainName: 'lambda.invalid' })\n", '', 'by %s nothing is built from the name it was called by (P37)', 'API Gateway, format 2.0'],
  ]),
  ...keeping(37, 'bff/src/http/node-client-address.ts', 'bff/src/http/node-client-address.test.ts', [
    ['who vouches is ours', 'while (ours.check(client, familyOf(client))) {', 'while (true) {', 'trusting %j, a request from %s that was forwarded for %j is of %s (P37)'],
    ['from the right, not from the left', '.at(-hops)', '.at(0)', 'trusting %j, a request from %s that was forwarded for %j is of %s (P37)'],
  ]),
  ...keeping(38, 'bff/src/observe/failure.ts', 'bff/src/session/outage.test.ts', [
    ['no message of a library in a stack', '.filter((line) => /^ {4}at /.test(line))', '', 'gives a call a generic answer, and one loud line without the message'],
    ['no message of a library as a cause', ': error.name', ': error.message', 'gives a call a generic answer, and one loud line without the message'],
  ]),
  ...keeping(38, 'bff/src/session/session.ts', 'bff/src/observe/log.test.ts', [
    ['the log has a pseudonym for sub', 'await pseudonym(sub)', 'sub', 'two people have two names, one has the same on every instance, and another secret gives another'],
  ]),
  ...keeping(38, 'bff/src/observe/redacted.ts', 'bff/src/observe/log.test.ts', [
    ['what is a person’s prints nothing', "'[redacted]'", 'JSON.stringify(value)', 'what is a person’s prints nothing of itself, however it is printed (P38)'],
  ]),
  ...keeping(38, 'bff/src/http/answer.ts', 'bff/src/observe/log.test.ts', [
    ['each line has the request’s reference', 'log(event, { ref, ...fields })', 'log(event, fields)', 'one login: it began, came back, made a session and was finished, as one person'],
  ]),
  ...keeping(38, 'bff/src/session/routes.ts', 'bff/src/observe/canary.test.ts', [
    ['what is masked is not logged', "log('session.revealed', {", "log('session.revealed', { reason: revealed,", 'no log line and no stored byte holds a value, code, token, verifier, nonce, secret or cookie (P17, P38)'],
  ]),
  ...keeping(38, 'bff/src/observe/watch.ts', 'bff/src/observe/node-metrics.test.ts', [
    ['no path of the service behind makes a label', "{ kind: 'upstream', name },", "{ kind: 'upstream', name: new URL(url).pathname as 'GET' },", 'no traffic, however hostile, adds a series: every label has a closed list of values (P38)'],
    ['no path makes a label', "path.startsWith('/api/') ? 'api' : 'other'", 'path', 'no traffic, however hostile, adds a series: every label has a closed list of values (P38)'],
  ]),
  ...keeping(38, 'bff/src/observe/watch.ts', 'bff/src/observe/tracing.test.ts', [
    ['no path of the service behind names a span', "{ kind: 'upstream', name },", "{ kind: 'upstream', name: new URL(url).pathname as 'GET' },", 'spans have names of a closed list, whatever is asked for, and pages have none (P38)'],
    ['no path names a span', "path.startsWith('/api/') ? 'api' : 'other'", 'path', 'spans have names of a closed list, whatever is asked for, and pages have none (P38)'],
  ]),
  ...keeping(38, 'bff/src/observe/node-line-metrics.ts', 'bff/src/observe/node-metrics.test.ts', [
    ['no text makes a label', "reasons[reason] ?? 'other'", 'reason', 'no traffic, however hostile, adds a series: every label has a closed list of values (P38)'],
    ['no key that is not configured makes a label', 'if (position >= 2 && position <= keys[key]) ', '', 'no traffic, however hostile, adds a series: every label has a closed list of values (P38)'],
  ]),
  ...keeping(38, 'bff/src/observe/tracing.ts', 'bff/src/observe/tracing.test.ts', [
    ['no text of an error is in a span', '    } catch (error) {\n      failed()', '    } catch (error) {\n      span.recordException(error as Error)\n      failed()', 'what failed is marked as failed, without a word of why (P38)'],
  ]),
  ...keeping(38, 'bff/src/api/user-info.ts', 'bff/src/api/api.test.ts', [
    ['a masked value is wrapped', 'chosen(all, hidden, redacted)', 'chosen(all, hidden, (value) => value)', 'sends no masked value by accident, and has it where it asks for it (P38)'],
  ]),
  ...keeping(39, 'bff/src/http/answer.ts', 'bff/src/session/outage.test.ts', [
    ['a browser is taken to a page', '  if (c.var.navigation) return redirect(c, errorPage(c, code))\n', '', 'takes a browser to the page for it'],
  ]),
  ...keeping(39, 'bff/src/http/node-server.ts', 'bff/src/http/node-server.test.ts', [
    ['what the application lets through has words of ours', ', { errorHandler: failed }', '', 'an error that the application lets through is answered in general words (P35, P39)'],
  ]),
  ...keeping(39, 'bff/src/http/answer.ts', 'bff/src/http/contract.test.ts', [
    ['a reference on every answer', ", 'X-Request-Id': ref", '', '%s is never cached, framed, sniffed or validated (P21, P23)'],
  ]),
  ...keeping(39, 'bff/src/http/answer.ts', 'bff/src/session/outage.test.ts', [
    ['a reference on every page that explains', 'new URLSearchParams({ ref })', 'new URLSearchParams()', 'takes a browser to the page for it'],
  ]),
  ...keeping(40, 'pnpm-workspace.yaml', 'scripts/supply.test.ts', [
    ['no release of yesterday', 'minimumReleaseAge: 4320', 'minimumReleaseAge: 0', 'no package runs a script while it is installed, and none is younger than three days (P40)'],
    ['no install scripts', '  esbuild: false', '  esbuild: true', 'no package runs a script while it is installed, and none is younger than three days (P40)'],
    ['exact versions', '\n  jose: ', '\n  jose: ^', 'a server needs few packages, each in one exact version (P40)'],
  ]),
  ...keeping(40, 'pnpm-lock.yaml', 'scripts/supply.test.ts', [
    ['integrity of every package', '\npackages:\n', '\npackages:\n\n  evil@1.0.0:\n    resolution: {tarball: https://evil.test/evil.tgz}\n', 'every package comes from the registry, and its bytes are known (P40)'],
    ['no refused version', '\npackages:\n', '\npackages:\n\n  chalk@5.6.1:\n    resolution: {integrity: sha512-x}\n', 'no refused version of %s is installed (P40)', 'chalk'],
  ]),
  ...keeping(41, 'bff/src/login/transaction.ts', 'bff/src/lambda.test.ts', [
    ['who can carry one cookie carries the one that counts', 'cookies: [cookie, ...surplus(cookies)]', 'cookies: [...surplus(cookies), cookie]', 'by a load balancer the sixth login has its own cookie, before those that end (P41)'],
  ]),
  ...keeping(41, 'bff/src/http/asset-pages.ts', 'bff/src/peers/worker.test.ts', [
    ['what is not there is not kept', "    headers.set('Cache-Control', 'no-store')\n", '', 'every file has the headers that a process on Node sends with it (P21, P23, P41)'],
  ]),
  ...keeping(41, 'bff/src/node-crypto.ts', 'bff/src/crypto.test.ts', [
    ['both implementations open alike', '    if (sealed.length < tagBytes) return undefined\n', '', 'half a tag opens nothing, though it is half of the right one'],
    ['both authenticate alike', '    cipher.setAAD(aad)\n', '', 'AES-256-GCM seals as test case 16 of the GCM specification'],
  ]),
]
