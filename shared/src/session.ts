import * as z from 'zod/mini'

const seconds = z.number().check(z.nonnegative())

/**
 * The answer to "is anybody signed in here?". Asking does not extend the session.
 *
 * Nobody: `{ authenticated: false, scopes }`, with `signIn` where a login could not be finished
 * now. Somebody: `{ authenticated: true, scopes, purpose?, expiresIn, idleExpiresIn }`, the last
 * two in seconds from the answer.
 */
export const Session = z.discriminatedUnion('authenticated', [
  z.object({
    authenticated: z.literal(false),
    /** What a login asks sgID for. */
    scopes: z.array(z.string()),
    /** Only while sgID does not answer: a login that began now would end in an error page. */
    signIn: z.optional(z.literal('unavailable')),
  }),
  z.object({
    authenticated: z.literal(true),
    /** What the login of the session asked sgID for. */
    scopes: z.array(z.string()),
    /** What the login was for, where it was for one of LOGIN_PURPOSES. */
    purpose: z.optional(z.string()),
    /** Seconds until the session ends whatever the person does. */
    expiresIn: seconds,
    /** Seconds until the session ends if the person does nothing; never more than `expiresIn`. */
    idleExpiresIn: seconds,
  }),
])
export type Session = z.infer<typeof Session>
