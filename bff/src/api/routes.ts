import type { Api } from './api.ts'
import { applications } from './applications.ts'

/**
 * The service's own routes, below `/api`. This list is yours: add what `createApi` makes, and take
 * the example out when you have a form of your own.
 *
 * @see docs/api-routes.md
 */
export const routes: Api[] = [
  // The example.
  applications,
]
