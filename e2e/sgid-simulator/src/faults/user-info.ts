import {
  type AnswerFault,
  cut,
  failure,
  hang,
  huge,
  page,
  redirect,
  slow,
  stall,
} from './answers.ts'
import { table } from './table.ts'

export const userInfoFaults = table<AnswerFault>()({
  'userinfo-401': {
    about: '401 with WWW-Authenticate: Bearer error="invalid_token"',
    answer: () => unauthorized('Bearer error="invalid_token", error_description="Expired"'),
  },
  'userinfo-401-bare': {
    about: '401 with WWW-Authenticate: error="invalid_token", without the scheme',
    answer: () => unauthorized('error="invalid_token", error_description="Expired"'),
  },
  'userinfo-401-empty': {
    about: '401 with neither a body nor WWW-Authenticate',
    answer: () => new Response(null, { status: 401 }),
  },
  'userinfo-429': {
    about: '429 with Retry-After',
    answer: () => failure(429, 'Too many requests', { 'Retry-After': '30' }),
  },
  'userinfo-500': { about: '500 with {"message"}', answer: () => failure(500, 'Internal error') },
  'userinfo-slow': { about: 'Answers after 6 seconds', answer: slow },
  'userinfo-hang': { about: 'Never answers', answer: hang },
  'userinfo-stall': { about: 'Sends headers and never finishes the body', answer: stall },
  'userinfo-reset': { about: 'Cuts the connection', answer: cut },
  'userinfo-html-200': { about: '200 with an HTML page', answer: () => page(200) },
  'userinfo-empty-200': { about: '200 without a body', answer: () => new Response(null) },
  'userinfo-redirect': { about: '302 to another origin', answer: redirect },
  'userinfo-huge': { about: '200 with 2 MiB of JSON', answer: huge },
})

function unauthorized(challenge: string): Response {
  return new Response(null, { status: 401, headers: { 'WWW-Authenticate': challenge } })
}
