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

export const tokenFaults = table<AnswerFault>()({
  'token-slow': { about: 'Answers after 6 seconds', answer: slow },
  'token-hang': { about: 'Never answers', answer: hang },
  'token-stall': { about: 'Sends headers and never finishes the body', answer: stall },
  'token-reset': { about: 'Cuts the connection', answer: cut },
  'token-400-empty': {
    about: '400 without a body',
    answer: () => new Response(null, { status: 400 }),
  },
  'token-400-message': {
    about: '400 with {"message"}',
    answer: () => failure(400, 'Bad request'),
  },
  'token-400-invalid-grant': {
    about: '400 with error=invalid_grant',
    answer: () => Response.json({ error: 'invalid_grant' }, { status: 400 }),
  },
  'token-401': {
    about: '401 with error=invalid_client',
    answer: () => Response.json({ error: 'invalid_client' }, { status: 401 }),
  },
  'token-403-html': { about: '403 with an HTML page', answer: () => page(403) },
  'token-429': {
    about: '429 with Retry-After',
    answer: () => failure(429, 'Too many requests', { 'Retry-After': '30' }),
  },
  'token-500': { about: '500 with {"message"}', answer: () => failure(500, 'Internal error') },
  'token-503': { about: '503 with an HTML page', answer: () => page(503) },
  'token-html-200': { about: '200 with an HTML page', answer: () => page(200) },
  'token-redirect': { about: '302 to another origin', answer: redirect },
  'token-huge': { about: '200 with 2 MiB of JSON', answer: huge },
})
