import * as z from 'zod'

/**
 * What the build wrote down about the pages it made, in `headers.json` beside them. Pages of another
 * app may leave out what they do not speak of.
 */
export const Build = z.object({
  scopes: z.optional(z.array(z.string())),
  official: z.optional(z.boolean()),
  rules: z.array(z.object({ path: z.string(), headers: z.record(z.string(), z.string()) })),
})
export type Build = z.infer<typeof Build>

/** The headers of a page or an asset: those of the first rule for its path. */
export function headersOf(rules: Build['rules'], path: string): Record<string, string> {
  const rule = rules.find((rule) =>
    rule.path.endsWith('*') ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path,
  )
  return rule?.headers ?? {}
}
