import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import { handle, type LambdaEvent } from 'hono/aws-lambda'
import { upstreamParty } from './api/upstream.ts'
import { createApp } from './app.ts'
import { describeConfig, parseConfig } from './config.ts'
import { createLambdaAddress } from './http/node-lambda-address.ts'
import { createLimit } from './http/node-limit.ts'
import { nodeCrypto, nodeRandom } from './node-crypto.ts'
import { describe } from './observe/failure.ts'
import { createPinoLog } from './observe/pino-log.ts'
import { createProviderLog } from './observe/provider-log.ts'
import { createNodeFetch } from './provider/node-fetch.ts'
import { createSgid } from './provider/sgid.ts'
import { createKeepingStore } from './session/node-keeping.ts'

const elsewhere = 'has no meaning on Lambda: leave it out'
const platform = {
  foreign: {
    WEB_ROOT: 'has no meaning on Lambda: the pages are served by a CDN from a bucket',
    HOST: elsewhere,
    PORT: elsewhere,
    ADMIN_PORT: elsewhere,
  },
  stores: ['redis' as const],
}

/**
 * The service on AWS Lambda, for events of API Gateway (both payload formats), of function URLs and
 * of load balancers. Settings from the environment, sessions in Redis.
 *
 * A function whose settings do not hold does not start: Lambda's log has the reasons.
 */
export const handler = await start()

async function start() {
  const config = await parseConfig(process.env, (path) => readFileSync(path, 'utf8'), platform)
  const log = createPinoLog(config.logLevel)
  log('config.loaded', { settings: describeConfig(config) })

  const { store: setting, perMinute } = config
  const url = setting.kind === 'redis' ? setting.url : ''
  const onLost = (error: unknown) => log('store.lost', describe(error))
  const watch = { onLost, onBack: () => log('store.back') }
  const store = await createKeepingStore({ url, ...watch }, log)
  const { limit } = createLimit({
    perMinute,
    redisUrl: url,
    onLost: (error) => log('limit.shared_lost', describe(error)),
    onBack: () => log('limit.shared_back'),
  })
  const world = { config, log, now: Date.now, crypto: nodeCrypto, random: nodeRandom }
  const provider = createSgid({
    ...config,
    ...world,
    ...createProviderLog(log, world.now),
    fetch: createNodeFetch(config.hostname),
  })
  const behind = config.upstream && new URL(config.upstream.url).origin
  const app = await createApp({
    ...world,
    provider,
    store,
    ...(limit && { limit }),
    ...(behind && { upstream: createNodeFetch(behind, upstreamParty) }),
  })

  const addressOf = createLambdaAddress(config.trustedProxies)
  const outer = new Hono<{ Bindings: { event: LambdaEvent } }>()
  outer.all('*', ({ req, env }) => {
    const clientAddress = addressOf(env.event, req.header('X-Forwarded-For'))
    return app.fetch(req.raw, { clientAddress })
  })
  const answer = handle(outer)
  return (event: LambdaEvent) => {
    // Nothing is built from the name by which it was called, and no such name can break it.
    Object.assign(event.requestContext, { domainName: 'lambda.invalid' })
    return answer(event)
  }
}
