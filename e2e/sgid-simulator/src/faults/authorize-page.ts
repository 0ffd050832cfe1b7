import { type AnswerFault, page } from './answers.ts'
import { table } from './table.ts'

export const authorizePageFaults = table<AnswerFault>()({
  'authorize-500': { about: "sgID's page answers 500", answer: () => page(500) },
})
