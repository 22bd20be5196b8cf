import type * as ES from 'estree'

/** A node of a syntax tree, as every parser for ESLint makes them. TypeScript's own nodes appear only where `bare` removes them. */
export type Node = ES.Node

/** A function of any form. */
export type FunctionNode = ES.FunctionDeclaration | ES.FunctionExpression | ES.ArrowFunctionExpression

/** Whether a node is a function of any form. */
export function isFunction(node: Node | null | undefined): node is FunctionNode {
  return (
    node?.type === 'FunctionDeclaration' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'ArrowFunctionExpression'
  )
}

/** The start of a node in the text of its file. */
export const startOf = (node: Node): number => node.range![0]

/** The end of a node in the text of its file. */
export const endOf = (node: Node): number => node.range![1]

/** Nodes that only wrap an expression, and have no effect at run time: types, parentheses, the borders of `?.` chains. */
const wrappers = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'ParenthesizedExpression',
  'ChainExpression',
])

/** Whether a node only wraps an expression. */
export const isWrapper = (node: Node): boolean => wrappers.has(node.type)

/** An expression without types and parentheses around it. */
export function bare(node: Node): Node {
  let inner = node
  while (isWrapper(inner)) inner = (inner as ES.ChainExpression).expression
  return inner
}

/** The text of a string literal, or of a template without expressions. */
export function stringOf(node: Node | null | undefined): string | undefined {
  if (node === null || node === undefined) return undefined
  const inner = bare(node)
  if (inner.type === 'Literal') return typeof inner.value === 'string' ? inner.value : undefined
  if (inner.type === 'TemplateLiteral' && inner.expressions.length === 0)
    return inner.quasis[0]?.value.cooked ?? undefined
  return undefined
}

/** The name of a member, property or method, if it's written in the code: `a.name`, `a['name']`, `{ name }`. */
export function keyOf(node: Node): string | undefined {
  switch (node.type) {
    case 'MemberExpression':
      if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : undefined
      return stringOf(node.property)
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      if (!node.computed && node.key.type === 'Identifier') return node.key.name
      return stringOf(node.key)
    default:
      return undefined
  }
}

/** Names of properties that lead to no code that runs: positions, types, and the way back. */
const skipped = new Set([
  'type',
  'parent',
  'loc',
  'range',
  'start',
  'end',
  'tokens',
  'comments',
  'typeAnnotation',
  'typeParameters',
  'typeArguments',
  'returnType',
  'superTypeParameters',
  'superTypeArguments',
  'implements',
])

/** TypeScript's nodes that contain code that runs. All others are types. */
const running = new Set([
  ...wrappers,
  'TSParameterProperty',
  'TSExportAssignment',
  'TSModuleDeclaration',
  'TSModuleBlock',
  'TSEnumDeclaration',
  'TSEnumBody',
  'TSEnumMember',
  'TSImportEqualsDeclaration',
  'TSExternalModuleReference',
])

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'

/** Calls a function with each node directly below one. Types are left out. */
export function eachChild(node: Node, visit: (child: Node) => void): void {
  for (const key in node) {
    if (skipped.has(key)) continue
    const value = (node as unknown as Record<string, unknown>)[key]
    if (typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) {
      for (const one of value as unknown[]) if (isNode(one) && isCode(one)) visit(one)
    } else if (isNode(value) && isCode(value)) visit(value)
  }
}

/** Whether a node is code that runs, and not a type. */
export const isCode = (node: Node): boolean => !node.type.startsWith('TS') || running.has(node.type)

/** Calls a function with a node and all below it. If it returns false, what is below that node is left out. */
export function eachNode(node: Node, visit: (node: Node) => boolean | void): void {
  if (visit(node) === false) return
  eachChild(node, child => eachNode(child, visit))
}
