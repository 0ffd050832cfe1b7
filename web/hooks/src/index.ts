/**
 * React hooks for a page behind the login, as the package `@sgid-login/hooks`: see docs/hooks.md.
 *
 * @module
 */

export type { AnyUserInfo, Is, Problem, Session, SignedIn, SignedOut } from './answers.ts'
export { claimList, claimText } from './claims.ts'
export { cover, type Ending, uncover } from './departure.ts'
export { type ExpiryOptions, type SessionExpiry, useSessionExpiry } from './expiry.ts'
export {
  type ExpiryTexts,
  SessionExpiryDialog,
  type SessionExpiryDialogProps,
} from './expiry-dialog.tsx'
export { useActivity, useExtend } from './extend.ts'
export { type Failed, type NoAnswer, NoAnswerError, ProblemError, type Why } from './failure.ts'
export { type LoginOptions, loginHref, useLogin } from './login.ts'
export { useLogout } from './logout.ts'
export { SgidLoginProvider, type SgidLoginProviderProps } from './provider.tsx'
export { type RequestOptions, request } from './request.ts'
export { RequireSession, type RequireSessionProps } from './require-session.tsx'
export { type SessionState, sessionQuery, useSession } from './session.ts'
export {
  createSgidLogin,
  type SensitiveScope,
  type UserInfo,
  type UserInfoState,
  userInfoQuery,
  useUserInfo,
  type Wanted,
} from './user-info.ts'
