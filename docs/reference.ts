// Writes docs/reference from the docstrings: `npm run reference`.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { Application, LogLevel, type ProjectReflection, type TypeDocOptions } from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'
import { unsaid } from './docstrings.ts'

/** Name of a page → the file whose exports it describes. */
const surfaces = {
  hooks: 'web/hooks/src/index.ts',
  bff: 'bff/reference.ts',
  shared: 'shared/src/index.ts',
  simulator: 'e2e/sgid-simulator/src/index.ts',
}

const root = dirname(import.meta.dirname)

const options: TypeDocOptions & Partial<PluginOptions> = {
  name: 'API reference',
  basePath: root,
  tsconfig: join(import.meta.dirname, 'tsconfig.json'),
  plugin: ['typedoc-plugin-markdown'],
  // tsc has checked the types already.
  skipErrorChecking: true,
  logLevel: 'Error',
  excludeExternals: true,
  readme: 'none',
  disableGit: true,
  router: 'module',
  tableColumnSettings: {
    hideSources: true,
    hideOverrides: true,
    hideInherited: true,
    hideDefaults: true,
  },
  hidePageHeader: true,
  hideBreadcrumbs: true,
  hideGroupHeadings: true,
  useCodeBlocks: true,
  indexFormat: 'table',
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  propertyMembersFormat: 'table',
  typeDeclarationFormat: 'table',
  typeDeclarationVisibility: 'compact',
  excludeInternal: true,
  preservedTypeAnnotationTags: ['@throws'],
  validation: { notExported: false, invalidLink: true, invalidPath: true },
}

/**
 * Writes the pages.
 *
 * @param folder emptied first
 * @returns what is wrong with the docstrings: what they leave unsaid, a link to nothing
 */
export async function writeReference(folder: string): Promise<string[]> {
  const files = Object.entries(surfaces).map(([name, file]) => [name, join(root, file)] as const)
  const { app, project, faults } = await readDocstrings(Object.fromEntries(files), {
    outputs: [{ name: 'markdown', path: folder }],
  })
  rmSync(folder, { recursive: true, force: true })
  await app.generateOutputs(project)
  for (const [name, page] of Object.entries(readReference(folder)))
    writeFileSync(join(folder, name), withIndex(tidy(page)))
  return faults
}

/** @param files name of a page → path of the file whose exports it describes */
export async function readDocstrings(files: Record<string, string>, more: TypeDocOptions = {}) {
  const entryPoints = Object.values(files)
  const app = await Application.bootstrapWithPlugins({ ...options, entryPoints, ...more })
  const faults: string[] = []
  app.logger.log = (message, level) => {
    if (level >= LogLevel.Warn) faults.push(stripVTControlCharacters(message))
  }
  const names = Object.keys(files)
  const found = app.getEntryPoints() ?? []
  const project = app.converter.convert(
    found.map((entry, i) => ({ ...entry, displayName: names[i] ?? entry.displayName })),
  )
  nameErrors(project)
  app.validate(project)
  faults.push(...unsaid(project))
  return { app, project, faults }
}

/** Puts the class before what is said of an error: the pages would leave it out. */
function nameErrors(project: ProjectReflection): void {
  for (const { comment } of Object.values(project.reflections))
    for (const { tag, typeAnnotation, content } of comment?.blockTags ?? [])
      if (tag === '@throws' && typeAnnotation)
        content.unshift({ kind: 'code', text: `\`${typeAnnotation.slice(1, -1)}\` ` })
}

/** Links each name to its file, without the line: that would change with every edit above it. */
function tidy(page: string): string {
  return page
    .replace(
      /^(## .*\n(?:(?!#).*\n)*?)Defined in: (.*):\d+$/gm,
      (_, head, file) => `${head}In [${file}](../../${file})`,
    )
    .replace(/^Defined in: .*\n\n/gm, '')
    .replace(/(?<![\w/])docs\/([\w/-]+\.md)/g, '[docs/$1](../$1)')
    .replace(/[ \t]+$/gm, '')
}

/** Puts the names of a page, each a link, before the first of them. */
function withIndex(page: string): string {
  const anchors = new Map<string, number>()
  const links = [...page.matchAll(/^(#+) (.+)$/gm)].flatMap(([, level, title = '']) => {
    const slug = title
      .toLowerCase()
      .replaceAll(' ', '-')
      .replace(/[^\w-]/g, '')
    const times = anchors.get(slug) ?? 0
    anchors.set(slug, times + 1)
    return level === '##' ? [`[${title}](#${slug}${times ? `-${times}` : ''})`] : []
  })
  return links.length > 1 ? page.replace(/^## /m, `${links.join(' · ')}\n\n## `) : page
}

/** The pages of a folder: name → text. */
export function readReference(folder: string): Record<string, string> {
  const names = existsSync(folder) ? readdirSync(folder).sort() : []
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

if (import.meta.main) {
  const faults = await writeReference(join(import.meta.dirname, 'reference'))
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) process.exitCode = 1
}
