import { isGovernment, Texts } from '@sgid-login/shared'
import * as z from 'zod/mini'
import type { AppConfig } from '../app-config.ts'

/**
 * What the build wrote down about the pages it made, in `headers.json` beside them. Pages of another
 * app may leave out what they do not speak of.
 */
export const Build = z.object({
  scopes: z.optional(z.array(z.string())),
  official: z.optional(z.boolean()),
  rules: z.array(z.object({ path: z.string(), headers: Texts })),
})
export type Build = z.infer<typeof Build>

/** The headers of a page or an asset: those of the first rule for its path. */
export function headersOf(rules: Build['rules'], path: string): Record<string, string> {
  const rule = rules.find((rule) =>
    rule.path.endsWith('*') ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path,
  )
  return rule?.headers ?? {}
}

/**
 * The build, when its pages say what the settings do: what a login asks for, and who they are.
 *
 * @param place where it was found, in the operator's words
 * @throws {Error} for no build, and for pages that say something else
 */
export function checkBuild(
  build: unknown,
  { scopes, publicOrigin }: Pick<AppConfig, 'scopes' | 'publicOrigin'>,
  place: string,
): Build {
  const { data } = Build.safeParse(build)
  if (!data) throw new Error(`${place} holds no built pages: build them, or leave it empty`)
  if (data.scopes && data.scopes.toSorted().join() !== scopes.toSorted().join())
    throw new Error(`${place} was built for other SGID_SCOPES: build the pages again with these`)
  if (data.official && !isGovernment(new URL(publicOrigin)))
    throw new Error(
      `${place} wears the official banner, which is for .gov.sg: build the pages again for this SGID_REDIRECT_URI`,
    )
  return data
}
