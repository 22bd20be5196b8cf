/** What superjson writes: a value in JSON, and by their paths the types of the parts that JSON doesn't have. */
export interface Superjson {
  readonly json: unknown
  readonly meta?: Meta | undefined
}

interface Meta {
  readonly values?: Tree
  readonly referentialEqualities?: Equalities
  readonly v?: number
}

type Paths = Readonly<Record<string, unknown>>
type Tree = readonly [annotation: unknown, children?: Paths] | Paths
type Equalities = readonly [root: readonly string[], others?: Paths] | Paths

/** Whether a value is exactly what superjson writes. A payload of another program may have the same two members. */
export function isSuperjson(value: unknown): value is Superjson & { readonly meta: Meta } {
  if (!isRecord(value)) return false
  const { json, meta, ...others } = value
  return json !== undefined && isMeta(meta) && Object.keys(others).length === 0
}

function isMeta(meta: unknown): boolean {
  if (!isRecord(meta)) return false
  const { values, referentialEqualities: equal, v, ...others } = meta
  const [root, below = {}] = Array.isArray(equal) ? (equal as unknown[]) : [[], equal]
  return (
    (values === undefined || isTree(values)) &&
    (v === undefined || typeof v === 'number') &&
    isList(root) &&
    isRecord(below) &&
    Object.values(below).every(isList) &&
    (!Array.isArray(equal) || equal.length <= 2) &&
    Object.keys(others).length === 0
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isList = (value: unknown): boolean =>
  Array.isArray(value) && value.every(each => typeof each === 'string')

function isTree(tree: unknown): boolean {
  if (isRecord(tree)) return Object.values(tree).every(isTree)
  if (!Array.isArray(tree) || tree.length > 2) return false
  const [annotation, children = {}] = tree as unknown[]
  return isAnnotation(annotation) && isRecord(children) && Object.values(children).every(isTree)
}

const simple = new Set<unknown>([
  'undefined',
  'bigint',
  'Date',
  'Error',
  'regexp',
  'set',
  'map',
  'number',
  'URL',
])
/** Annotations with a name that the program has chosen. */
const named = new Set<unknown>(['class', 'custom', 'symbol'])

function isAnnotation(annotation: unknown): boolean {
  if (!Array.isArray(annotation)) return simple.has(annotation)
  const [kind, name, ...others] = annotation as unknown[]
  const isKnown =
    named.has(kind) || (kind === 'typed-array' && /^[A-Z][a-z]+\d*[A-Za-z]*Array$/.test(String(name)))
  return isKnown && typeof name === 'string' && others.length === 0
}

/** The annotations by the paths of the parts, as `pathKey` writes them. */
export function annotationsOf({ values, v }: Meta): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>()
  const visit = (tree: Tree, path: readonly string[]): void => {
    const [annotation, children] = Array.isArray(tree)
      ? (tree as [unknown, Paths?])
      : [undefined, tree as Paths]
    if (annotation !== undefined) found.set(pathKey(path), annotation)
    for (const [key, child] of Object.entries(children ?? {}))
      visit(child as Tree, [...path, ...parsed(key, v)])
  }
  if (values !== undefined) visit(values, [])
  return found
}

export const pathKey = (path: readonly string[]): string => JSON.stringify(path)

/** The annotations of a value whose properties were renamed. Names of classes are renamed, too, unless they are in the code. `json` is the value with its former names. */
export function renamedMeta(meta: Meta, json: unknown, rename: (name: string) => string): Meta {
  const { values, referentialEqualities, v } = meta
  const path = (text: string, from: unknown): readonly [renamed: string, part: unknown] => {
    let part = from
    const names = parsed(text, v).map(name => {
      const isProperty = !(Array.isArray(part) && Object.hasOwn(part, name) && name !== 'length')
      part = (Object(part) as Readonly<Record<string, unknown>>)[name]
      return isProperty ? rename(name) : name
    })
    return [written(names, v), part]
  }
  const children = (paths: Paths, from: unknown): Paths =>
    Object.fromEntries(
      Object.entries(paths).map(([key, child]) => {
        const [renamed, part] = path(key, from)
        return [renamed, tree(child as Tree, part)]
      }),
    )
  const tree = (of: Tree, from: unknown): Tree => {
    if (!Array.isArray(of)) return children(of as Paths, from)
    const [recorded, below] = of as [unknown, Paths?]
    const annotation =
      Array.isArray(recorded) && named.has(recorded[0])
        ? [recorded[0], rename(String(recorded[1]))]
        : recorded
    return below === undefined ? [annotation] : [annotation, children(below, from)]
  }
  const list = (paths: unknown) => (paths as string[]).map(each => path(each, json)[0])
  const record = (paths: Paths): Paths =>
    Object.fromEntries(Object.entries(paths).map(([key, others]) => [path(key, json)[0], list(others)]))
  return {
    ...meta,
    ...(values === undefined ? {} : { values: tree(values, json) }),
    ...(referentialEqualities === undefined
      ? {}
      : {
          referentialEqualities: Array.isArray(referentialEqualities)
            ? (referentialEqualities.map((each, index) =>
                index === 0 ? list(each) : record(each as Paths),
              ) as unknown as Equalities)
            : record(referentialEqualities as Paths),
        }),
  }
}

/** The names of a path. Before version 1 of the format, backslashes weren't escaped. */
function parsed(path: string, version: number | undefined): string[] {
  const names = ['']
  const pieces = version === undefined || version < 1 ? /\\\.|[\s\S]/g : /\\[\\.]|[\s\S]/g
  for (const [piece] of path.matchAll(pieces)) {
    if (piece === '.') names.push('')
    else names[names.length - 1] += piece.length === 2 ? piece[1]! : piece
  }
  return names
}

const written = (names: readonly string[], version: number | undefined): string =>
  names
    .map(name =>
      (version === undefined || version < 1 ? name : name.replaceAll('\\', '\\\\')).replaceAll('.', '\\.'),
    )
    .join('.')
