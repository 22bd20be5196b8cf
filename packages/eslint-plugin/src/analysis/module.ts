import type * as ES from 'estree'
import { keyOf, startOf, stringOf, type Node } from './node.ts'
import { isTypeOnly, scopesOf, type Asked, type Scopes } from './scopes.ts'

/** Where the value of an exported name comes from. */
export type Exported =
  | { readonly from: 'name'; readonly name: string }
  | { readonly from: 'expression'; readonly node: Node }
  | { readonly from: 'module'; readonly source: string; readonly name: string }

/** A parsed file. */
export class Module {
  readonly path: string
  readonly text: string
  readonly program: ES.Program
  readonly scopes: Scopes
  readonly exports = new Map<string, Exported>()
  /** Modules all of whose exports this one exports: `export * from`. */
  readonly stars: string[] = []

  constructor(path: string, text: string, program: ES.Program) {
    this.path = path
    this.text = text
    this.program = program
    this.scopes = scopesOf(program)
    for (const statement of program.body) this.#readExports(statement)
  }

  /** All nodes of a type, in the order of the text. */
  nodesOf<T extends Asked>(type: T): readonly Extract<Node, { type: T }>[] {
    return (this.scopes.nodes.get(type) ?? []) as readonly Extract<Node, { type: T }>[]
  }

  /** The line of a node, from 1. Not every parser notes it. */
  lineOf(node: Node): number {
    return this.text.slice(0, startOf(node)).split('\n').length
  }

  #readExports(statement: Node): void {
    if (isTypeOnly(statement)) return
    switch (statement.type) {
      case 'ExportNamedDeclaration': {
        const source = stringOf(statement.source)
        for (const one of statement.specifiers) {
          if (isTypeOnly(one)) continue
          const [name, local] = [nameOf(one.exported), nameOf(one.local)]
          this.exports.set(
            name,
            source === undefined ? { from: 'name', name: local } : { from: 'module', source, name: local },
          )
        }
        const { declaration } = statement
        if (declaration?.type === 'VariableDeclaration') {
          for (const [name, binding] of this.scopes.module.names)
            if (declaration.declarations.includes(binding.declaration as ES.VariableDeclarator))
              this.exports.set(name, { from: 'name', name })
        } else if (declaration?.id) {
          this.exports.set(declaration.id.name, { from: 'name', name: declaration.id.name })
        }
        return
      }
      case 'ExportDefaultDeclaration': {
        const { id } = statement.declaration as { id?: ES.Identifier | null }
        this.exports.set(
          'default',
          id && statement.declaration.type.endsWith('Declaration')
            ? { from: 'name', name: id.name }
            : { from: 'expression', node: statement.declaration as Node },
        )
        return
      }
      case 'ExportAllDeclaration': {
        const source = stringOf(statement.source)!
        if (statement.exported)
          this.exports.set(nameOf(statement.exported), { from: 'module', source, name: '*' })
        else this.stars.push(source)
        return
      }
      case 'ExpressionStatement':
        if (statement.expression.type === 'AssignmentExpression') this.#readCommonJs(statement.expression)
        return
      default:
    }
  }

  /** `exports.name = …`, `module.exports.name = …` and `module.exports = { … }`. */
  #readCommonJs({ left, right }: ES.AssignmentExpression): void {
    if (left.type !== 'MemberExpression') return
    const key = keyOf(left)
    if (isExports(left.object) && key !== undefined)
      this.exports.set(key, { from: 'expression', node: right })
    if (isExports(left) && right.type === 'ObjectExpression')
      for (const one of right.properties) {
        const name = keyOf(one)
        if (one.type === 'Property' && name !== undefined)
          this.exports.set(name, { from: 'expression', node: one.value })
      }
  }
}

function isExports(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === 'exports'
  return node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'module'
    ? keyOf(node) === 'exports'
    : false
}

/** The name in an import or export specifier, which may be written as a string. */
export const nameOf = (node: ES.Identifier | ES.Literal): string =>
  node.type === 'Identifier' ? node.name : String(node.value)
