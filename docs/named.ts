import {
  Comment,
  type CommentDisplayPart,
  type DeclarationReflection,
  ReflectionKind as Kind,
  makeRecursiveVisitor,
  type ProjectReflection,
  type Reflection,
  type SignatureReflection,
  type SomeType,
} from 'typedoc'

/** A public name, a member of one, or a parameter. */
export interface Named {
  /** With what it belongs to: `bff.Config.idle`. */
  name: string
  /** Alone: `idle`. Empty of a parameter, whose docstring has no tags, and of a constant. */
  word: string
  /** Of an export: where it is, from the root of the project. Empty of all else. */
  file: string
  /** All that its docstring says, with the tags. */
  words: string
  /** Types of which the docstring alone can say more: `number`, `string`. */
  plain: string[]
  /** Types of ours that it is made of, and that the reference does not tell of. */
  strangers: string[]
  /** Whether it is called. */
  called: boolean
  /** Whether its page has a place for what it returns, and it returns something. */
  gives: boolean
}

/** All that a reference has a line for. */
export function namedIn(project: ProjectReflection): Named[] {
  return Object.values(project.reflections).flatMap((it) => {
    if (it.isParameter()) return isCallback(it.parent) ? [] : [{ ...named(it, it.type), word: '' }]
    if (it.isSignature()) return it.parent.kindOf(Kind.FunctionOrMethod) ? [called(it)] : []
    if (!it.isDeclaration() || !it.kindOf(declared) || isConstant(it)) return []
    const call = callOf(it.type)
    const gives = call !== undefined && it.kindOf(Kind.TypeAlias) && hasValue(call.type)
    const words = [it, call, wholeOf(it)].map(wordsOf).join('\n')
    return [{ ...named(it, it.type), words, called: call !== undefined, gives }]
  })
}

const declared =
  Kind.Module | Kind.Class | Kind.Interface | Kind.TypeAlias | Kind.Variable | Kind.Property

function named(it: Reflection, type: SomeType | undefined): Named {
  return {
    name: it.getFriendlyFullName(),
    word: type?.type === 'literal' ? '' : it.name,
    file: fileOf(it),
    words: wordsOf(it),
    plain: plain(type),
    strangers: strangers(type),
    called: false,
    gives: false,
  }
}

function called(it: SignatureReflection): Named {
  return { ...named(it, it.type), file: fileOf(it.parent), called: true, gives: hasValue(it.type) }
}

function fileOf(it: Reflection): string {
  const exported = it.isDeclaration() && it.parent?.kindOf([Kind.Module, Kind.Project])
  return (exported && it.sources?.[0]?.fileName) || ''
}

/** The summary in a line, and each tag in one. */
function wordsOf(it: Reflection | undefined): string {
  const { summary = [], blockTags = [] } = it?.comment ?? {}
  const text = (parts: CommentDisplayPart[]) =>
    Comment.combineDisplayParts(parts).replace(/\s+/g, ' ')
  return [text(summary), ...blockTags.map(({ tag, content }) => `${tag} ${text(content)}`)].join(
    '\n',
  )
}

/** A function that is an argument or a member: the docstring of that is its own. */
function isCallback(signature: Reflection | undefined): boolean {
  const literal = signature?.parent
  return literal?.kind === Kind.TypeLiteral && literal.parent?.kind !== Kind.TypeAlias
}

/** A row of a table, or a name of an error, says all there is to say: `status: 403`. */
function isConstant({ kind, type, parent }: DeclarationReflection): boolean {
  if (kind !== Kind.Property || parent?.kindOf(Kind.Interface)) return false
  if (type?.type === 'literal') return true
  return (type?.type === 'reflection' && type.declaration.children?.every(isConstant)) || false
}

/** Of a part of a union, which has no line of its own: the docstring of the whole speaks for it. */
function wholeOf({ parent }: DeclarationReflection): Reflection | undefined {
  const whole = parent?.kindOf(Kind.TypeLiteral) ? parent.parent : undefined
  const typed = whole?.isDeclaration() || whole?.isSignature() || whole?.isParameter()
  return typed && whole.type?.type !== 'reflection' ? whole : undefined
}

function callOf(type: SomeType | undefined): SignatureReflection | undefined {
  return type?.type === 'reflection' ? type.declaration.signatures?.[0] : undefined
}

function hasValue(type: SomeType | undefined): boolean {
  return !/^(void|Promise<void>)$/.test(`${type}`)
}

function plain(type: SomeType | undefined): string[] {
  switch (type?.type) {
    case 'intrinsic':
      return [type.name]
    case 'array':
      return plain(type.elementType)
    case 'typeOperator':
      return plain(type.target)
    case 'union':
    case 'intersection':
      return type.types.flatMap(plain)
    case 'reference': {
      const passedOn = /^(Promise|Awaitable|Record|Readonly|Map)$/.test(type.name)
      return passedOn ? (type.typeArguments ?? []).flatMap(plain) : []
    }
    case 'reflection': {
      const call = callOf(type)
      return call ? [...(call.parameters ?? []), call].flatMap((it) => plain(it.type)) : []
    }
    default:
      return []
  }
}

function strangers(type: SomeType | undefined): string[] {
  const names: string[] = []
  const values = new Set<SomeType>()
  type?.visit(
    makeRecursiveVisitor({
      // In `keyof typeof table` the table is no type.
      query: ({ queryType }) => void values.add(queryType),
      reference(it) {
        const known = it.reflection !== undefined || it.refersToTypeParameter || values.has(it)
        if (!known && /^(@sgid-login\/|sgid-)/.test(it.package ?? '')) names.push(it.name)
      },
    }),
  )
  return names
}
