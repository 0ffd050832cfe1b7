import { hash } from 'node:crypto'

/** What a login of the benchmark asks for: four fields, five AES-GCM openings with their key's. */
export const scopes = [
  'openid',
  'myinfo.name',
  'myinfo.date_of_birth',
  'myinfo.registered_address',
  'pocdex.public_officer_details',
]

/** One of very many made-up people. No two have a field list in common. */
export function person(index: number): { sub: string; data: Record<string, string> } {
  const job = (agency: string) => ({
    work_email: `person.${index}@${agency}.example`,
    agency_name: `${agency} of Examples and of Other Made-up Things`.toUpperCase(),
    department_name: 'Department of Long Names, Division of Benchmarks',
    employment_type: 'Permanent',
    employment_title: 'Principal Officer (Measurements)',
  })
  return {
    sub: `u=00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    data: {
      'myinfo.name': `TAN MADE UP ${index}`,
      'myinfo.date_of_birth': '1980-02-29',
      'myinfo.registered_address': `BLK ${index} EXAMPLE AVENUE 1\n#01-23 EXAMPLE COURT\nSINGAPORE 000000`,
      'pocdex.public_officer_details': JSON.stringify([job('ministry'), job('board')]),
    },
  }
}

/** The answer of `/auth/userinfo`, about one kilobyte. */
export function userInfo(index: number): string {
  return JSON.stringify({ ...person(index), masked: {} })
}

/** The answer of the example's own route. */
export function applicant(index: number): string {
  return JSON.stringify({ name: person(index).data['myinfo.name'] })
}

/** The same of the guide's server, which knows no masks. */
export function guideUserInfo(index: number): string {
  return JSON.stringify(person(index))
}

/** Somebody's cookie at a server that knows everybody from the beginning. */
export function cookieOf(index: number): string {
  return `sid=${hash('sha256', String(index), 'base64url')}`
}
