import type { ValueNode } from '../../../src/api/index.ts'

type Named = readonly (readonly [key: string, value: ValueNode])[]

/** A part of a value: how it's reached from the whole, as JavaScript, and what it is. */
export interface Child {
  readonly label: string
  readonly path: string
  readonly value: ValueNode
}

/** The parts of a value; empty for one that has none. */
export function childrenOf(node: ValueNode, path: string): readonly Child[] {
  if (node.is === 'array') {
    return node.items.map((value, index) => ({ label: String(index), path: `${path}[${index}]`, value }))
  }
  if (node.is === 'set') {
    return node.items.map((value, index) => ({ label: String(index), path: `[...${path}][${index}]`, value }))
  }
  if (node.is === 'object' || node.is === 'error') {
    return node.entries.map(([key, value]) => ({ label: key, path: path + member(key), value }))
  }
  if (node.is === 'map') {
    return node.entries.map(([key, value]) => {
      const text = valueText(key)
      return { label: preview(key), path: `${path}.get(${text})`, value }
    })
  }
  return []
}

const member = (key: string) =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${quote(key)}]`

const quote = (text: string) =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`

/** How long the text of a closed value may be. */
const shortest = 72

/** A value on one short line. */
export function preview(node: ValueNode, most = shortest): string {
  switch (node.is) {
    case 'string':
      return quote(node.text.length > most ? `${node.text.slice(0, most)}…` : node.text)
    case 'array':
      return `[${list(node.items, { size: node.size, most })}]`
    case 'set':
      return `Set(${node.size})`
    case 'map':
      return `Map(${node.size})`
    case 'object':
    case 'error': {
      const of = node.of === undefined ? '' : `${node.of} `
      if (node.entries.length === 0) return `${of}{}`
      return `${of}{ ${members(node.entries, node.size, most)} }`
    }
    case 'bytes':
      return `${node.size} bytes`
    default:
      return valueText(node)
  }
}

const inner = (node: ValueNode): string =>
  node.is === 'array' ? `[${node.size}]` : node.is === 'object' ? '{…}' : preview(node, 24)

function list(
  items: readonly ValueNode[],
  { size, most }: { readonly size: number; readonly most: number },
): string {
  return joined(items.map(inner), size, most)
}

const members = (entries: Named, size: number, most: number): string =>
  joined(
    entries.map(([key, value]) => `${key}: ${inner(value)}`),
    size,
    most,
  )

function joined(texts: readonly string[], size: number, most: number): string {
  const shown: string[] = []
  let length = 0
  for (const text of texts) {
    length += text.length + 2
    if (length > most && shown.length > 0) break
    shown.push(text)
  }
  return shown.length < size ? `${shown.join(', ')}${shown.length === 0 ? '' : ', '}…` : shown.join(', ')
}

/** A value as JavaScript, to be copied. */
export function valueText(node: ValueNode, indent = ''): string {
  const more = `${indent}  `
  const block = (open: string, lines: readonly string[], close: string) =>
    lines.length === 0
      ? open + close
      : `${open}\n${lines.map(line => more + line).join(',\n')},\n${indent}${close}`
  switch (node.is) {
    case 'null':
    case 'undefined':
      return node.is
    case 'boolean':
      return String(node.value)
    case 'number':
    case 'regexp':
    case 'symbol':
      return node.text
    case 'bigint':
      return node.text.endsWith('n') ? node.text : `${node.text}n`
    case 'string':
      return quote(node.text)
    case 'date':
      return `new Date(${quote(node.text)})`
    case 'url':
      return `new URL(${quote(node.text)})`
    case 'bytes':
      return `Uint8Array.from(atob(${quote(node.text)}), char => char.charCodeAt(0))`
    case 'circular':
      return '/* circular */ undefined'
    case 'array':
      return block(
        '[',
        node.items.map(item => valueText(item, more)),
        ']',
      )
    case 'set':
      return block(
        'new Set([',
        node.items.map(item => valueText(item, more)),
        '])',
      )
    case 'map':
      return block(
        'new Map([',
        node.entries.map(([key, value]) => `[${valueText(key, more)}, ${valueText(value, more)}]`),
        '])',
      )
    case 'object':
    case 'error': {
      const of = node.of === undefined ? '' : `/* ${node.of.replaceAll('*/', '* /')} */ `
      const lines = node.entries.map(([key, value]) => `${property(key)}: ${valueText(value, more)}`)
      return block(`${of}{`, lines, '}')
    }
  }
}

const property = (key: string) => (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : quote(key))

/** Sizes for people: `94 characters`, `12.3 kB`. */
export function sizeText(characters: number): string {
  if (characters < 1000) return characters === 1 ? '1 character' : `${characters} characters`
  return characters < 1_000_000
    ? `${(characters / 1000).toFixed(1)} kB`
    : `${(characters / 1e6).toFixed(1)} MB`
}
