import { edgeCases } from './edge-cases.ts'
import { everything } from './everything.ts'
import { lists } from './lists.ts'
import type { Persona } from './persona.ts'

const plain: Persona = {
  id: 'plain',
  title: 'TAN FICTITIOUS',
  about: 'An ordinary person, with what most services ask for.',
  data: {
    'myinfo.name': 'TAN FICTITIOUS',
    'myinfo.nric_number': 'S0000001Z',
    'myinfo.date_of_birth': '1965-08-09',
    'myinfo.mobile_number': '80000001',
    'myinfo.email': 'tan.fictitious@example.com',
    'myinfo.registered_address': '1 IMAGINARY AVENUE\n#01-01\nSINGAPORE 000001',
  },
}

/** Names a made-up person: `plain`, or another one whom the simulator's page offers. */
export type PersonaId = 'plain' | 'everything' | 'lists' | keyof typeof edgeCases

/** Everybody who can log in. None of them exists, and no check letter of an NRIC is computed. */
export const personas: Readonly<Record<PersonaId, Persona>> = {
  plain,
  everything,
  lists,
  ...edgeCases,
}

export const defaultPersona: PersonaId = 'plain'

export function findPersona(id: string): Persona | undefined {
  return Object.values(personas).find((persona) => persona.id === id)
}
