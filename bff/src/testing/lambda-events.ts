/** A name by which somebody calls the function; no URL can have its port. */
const evil = 'evil.test:99999'

/** How those who call a Lambda function for a browser write a request down. All of it is made up. */
export const lambdaEvents = {
  /** @see AWS, "Create AWS Lambda proxy integrations for HTTP APIs", payload format 2.0 */
  'API Gateway, format 2.0': (request: Request, client: string, body: string) => {
    const { pathname: path, search } = new URL(request.url)
    const { cookie, ...headers } = headersOf(request, client)
    return {
      version: '2.0',
      routeKey: '$default',
      rawPath: path,
      rawQueryString: search.slice(1),
      headers,
      ...(cookie && { cookies: cookie.split('; ') }),
      body,
      isBase64Encoded: false,
      requestContext: {
        domainName: evil,
        http: { method: request.method, path, protocol: 'HTTP/1.1', sourceIp: client },
        stage: '$default',
      },
    }
  },

  /** @see AWS, "Lambda proxy integrations in API Gateway", the REST API's format 1.0 */
  'API Gateway, format 1.0': (request: Request, client: string, body: string) => {
    const { pathname: path, searchParams } = new URL(request.url)
    const headers = headersOf(request, client)
    return {
      resource: '/{proxy+}',
      path,
      httpMethod: request.method,
      headers,
      multiValueHeaders: many(Object.entries(headers)),
      queryStringParameters: Object.fromEntries(searchParams),
      multiValueQueryStringParameters: many(searchParams),
      body: btoa(body),
      isBase64Encoded: true,
      requestContext: { domainName: evil, identity: { sourceIp: client }, stage: 'live' },
    }
  },

  /** @see AWS, "Use Lambda functions as targets of an Application Load Balancer" */
  'a load balancer': (request: Request, client: string, body: string) => ({
    ...ofBalancer(request, body),
    headers: headersOf(request, client),
    queryStringParameters: Object.fromEntries(encoded(request)),
  }),

  /** Its attribute `lambda.multi_value_headers.enabled`. */
  'a load balancer, with several values': (request: Request, client: string, body: string) => ({
    ...ofBalancer(request, body),
    multiValueHeaders: many(Object.entries(headersOf(request, client))),
    multiValueQueryStringParameters: many(encoded(request)),
  }),
}

export type Caller = keyof typeof lambdaEvents

function ofBalancer(request: Request, body: string) {
  return {
    httpMethod: request.method,
    path: new URL(request.url).pathname,
    body,
    isBase64Encoded: false,
    requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:x' } },
  }
}

/** Each of them appends whom it saw to what the visitor sent. */
function headersOf(request: Request, client: string): Record<string, string> {
  const sent = request.headers.get('X-Forwarded-For')
  return {
    ...Object.fromEntries(request.headers),
    host: evil,
    'x-forwarded-for': sent ? `${sent}, ${client}` : client,
  }
}

/** A load balancer leaves the query as it was sent. */
function encoded(request: Request): [string, string][] {
  const parameters = [...new URL(request.url).searchParams]
  return parameters.map(([name, value]) => [name, encodeURIComponent(value)])
}

function many(entries: Iterable<[string, string]>): Record<string, string[]> {
  const all: Record<string, string[]> = {}
  for (const [name, value] of entries) all[name] = [...(all[name] ?? []), value]
  return all
}
