import { table } from './table.ts'
export interface ValueFault {
  readonly about: string
  readonly legal?: true
  /** Changes which scopes are sent, or their values, before they are encrypted. */
  values(honest: [scope: string, value: string][]): [scope: string, value: string][]
}

export const valueFaults = table<ValueFault>()({
  'userinfo-extra-field': {
    about: 'A field nobody asked for is added',
    legal: true,
    values: (honest) => [...honest, ['unasked.favourite_colour', 'GREEN']],
  },
  'userinfo-missing-field': {
    about: 'The first field asked for is missing',
    legal: true,
    values: (honest) => honest.slice(1),
  },
  'userinfo-proto-field': {
    about: 'Fields called __proto__ and constructor are added',
    legal: true,
    values: (honest) => [...honest, ['__proto__', 'POLLUTED'], ['constructor', 'POLLUTED']],
  },
  'userinfo-empty-value': {
    about: 'The first field has zero characters',
    legal: true,
    values: ([first, ...rest]) => (first ? [[first[0], ''], ...rest] : []),
  },
  'userinfo-field-64k': {
    about: 'The first field has 65,536 characters',
    legal: true,
    values: ([first, ...rest]) => (first ? [[first[0], 'X'.repeat(65_536)], ...rest] : []),
  },
})
