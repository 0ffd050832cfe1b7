import { pairwiseSubject } from '../id-token.ts'
import { table } from './table.ts'

export interface UserInfo {
  readonly sub: unknown
  readonly key?: string
  readonly data?: Record<string, string>
}

export interface UserInfoBodyFault {
  readonly about: string
  readonly legal?: true
  rewrite(answer: UserInfo): Response
}

export const userInfoBodyFaults = table<UserInfoBodyFault>()({
  'userinfo-swapped-sub': {
    about: 'sub is of another person',
    rewrite: (answer) =>
      Response.json({ ...answer, sub: pairwiseSubject('any client', 'another person') }),
  },
  'userinfo-no-sub': {
    about: 'sub is missing',
    rewrite: ({ sub: _, ...answer }) => Response.json(answer),
  },
  'userinfo-number-sub': {
    about: 'sub is a number',
    rewrite: (answer) => Response.json({ ...answer, sub: 12345 }),
  },
  'userinfo-only-key': {
    about: 'key without data',
    rewrite: ({ data: _, ...answer }) => Response.json({ key: 'a.b.c.d.e', ...answer }),
  },
  'userinfo-only-data': {
    about: 'data without key',
    rewrite: ({ key: _, ...answer }) => Response.json({ data: {}, ...answer }),
  },
  'userinfo-data-array': {
    about: 'data is an array',
    rewrite: (answer) => Response.json({ ...answer, data: Object.values(answer.data ?? {}) }),
  },
  'userinfo-data-number': {
    about: 'One member of data is a number',
    rewrite: (answer) => Response.json({ ...answer, data: { ...answer.data, number: 1 } }),
  },
  'userinfo-array': {
    about: 'The answer is wrapped in an array',
    rewrite: (answer) => Response.json([answer]),
  },
})
