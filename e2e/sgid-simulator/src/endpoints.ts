export const paths = {
  authorize: '/v2/oauth/authorize',
  token: '/v2/oauth/token',
  userInfo: '/v2/oauth/userinfo',
  keys: '/v2/.well-known/jwks.json',
  configuration: '/v2/.well-known/openid-configuration',
} as const

/** Every other method, HEAD and OPTIONS among them, is answered 405. */
export const methods: Record<string, string[]> = {
  [paths.authorize]: ['GET', 'POST'],
  [paths.token]: ['POST'],
  [paths.userInfo]: ['GET'],
  [paths.keys]: ['GET'],
  [paths.configuration]: ['GET'],
}
