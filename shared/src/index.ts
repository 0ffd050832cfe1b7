/**
 * What pages and BFF both know: scopes, paths, problems, and the schemas of what they exchange.
 *
 * @module
 */

export { Applicant, Application, Begin, Draft, Form, Receipt } from './application.ts'
export {
  headers,
  isGovernment,
  languages,
  localPath,
  pages,
  paths,
  prefixOf,
  signedInPages,
} from './paths.ts'
export { type ProblemCode, problemCodes, problems } from './problem.ts'
export { Problem } from './problem-body.ts'
export {
  defaultScopes,
  demoScopes,
  isScope,
  kindOf,
  type Scope,
  type ScopeKind,
  type SensitiveScope,
  scopes,
  sensitive,
} from './scopes.ts'
export { Session } from './session.ts'
export { Texts } from './texts.ts'
export { UserInfo } from './user-info.ts'
