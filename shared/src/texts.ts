import * as z from 'zod/mini'

/** Any name → a text. As `z.record` of strings, which would be a schema of 0.4 kB more to send. */
export const Texts = z.catchall(z.object({}), z.string())
