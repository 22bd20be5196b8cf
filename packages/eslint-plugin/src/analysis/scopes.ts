import type * as ES from 'estree'
import { eachChild, isCode, isFunction, keyOf, type FunctionNode, type Node } from './node.ts'

/** What a name stands for. */
export interface Binding {
  readonly name: string
  readonly kind: 'import' | 'const' | 'let' | 'var' | 'function' | 'class' | 'parameter' | 'catch' | 'other'
  readonly scope: Scope
  readonly id: ES.Identifier
  /** The import specifier, the variable's declarator, the function, the class or the catch clause that declares it. */
  readonly declaration: Node
  /** The way from the declared value to this name, if it's destructured. Undefined in it is what can't be followed. */
  readonly path: readonly (string | undefined)[]
  readonly reads: ES.Identifier[]
  readonly writes: ES.Identifier[]
}

/** Where names are visible. */
export interface Scope {
  readonly outer: Scope | undefined
  /** The function around, undefined in the module itself. */
  readonly inside: FunctionNode | undefined
  readonly names: Map<string, Binding>
}

/** The names of a file, and the way from each node to the one around it. */
export interface Scopes {
  readonly module: Scope
  readonly parents: ReadonlyMap<Node, Node>
  /** What each identifier in an expression stands for. Globals aren't in it. */
  readonly bindings: ReadonlyMap<ES.Identifier, Binding>
  /** The identifiers in expressions that no scope of the file declares. */
  readonly globals: ReadonlySet<Node>
  /** The declared names, by the identifiers that declare them. */
  readonly declared: ReadonlyMap<Node, Binding>
  readonly functions: readonly FunctionNode[]
  readonly calls: readonly (ES.SimpleCallExpression | ES.NewExpression)[]
  /** Array literals. */
  readonly lists: readonly ES.ArrayExpression[]
  /** Nodes that several rules ask for, by their types, in the order of the text. */
  readonly nodes: ReadonlyMap<string, readonly Node[]>
}

/** Reads the names of a file in one walk. */
export function scopesOf(program: ES.Program): Scopes {
  return new Walk().run(program)
}

type Kind = Binding['kind']

/** The types of nodes for which rules ask. */
const askedTypes = [
  'AwaitExpression',
  'BinaryExpression',
  'DoWhileStatement',
  'ForOfStatement',
  'ForStatement',
  'TryStatement',
  'WhileStatement',
  'YieldExpression',
] as const
const asked: ReadonlySet<string> = new Set(askedTypes)

/** A type of nodes for which rules ask. */
export type Asked = (typeof askedTypes)[number]

class Walk {
  readonly parents = new Map<Node, Node>()
  readonly bindings = new Map<ES.Identifier, Binding>()
  readonly declared = new Map<Node, Binding>()
  readonly globals = new Set<Node>()
  readonly functions: FunctionNode[] = []
  readonly calls: (ES.SimpleCallExpression | ES.NewExpression)[] = []
  readonly lists: ES.ArrayExpression[] = []
  readonly nodes = new Map<string, Node[]>()
  readonly uses: { id: ES.Identifier; scope: Scope; write: boolean; read: boolean }[] = []

  run(program: ES.Program): Scopes {
    const module: Scope = { outer: undefined, inside: undefined, names: new Map() }
    for (const child of program.body) this.visit(child, program, module)
    for (const { id, scope, write, read } of this.uses) {
      const binding = find(scope, id.name)
      if (binding === undefined) {
        this.globals.add(id)
        continue
      }
      this.bindings.set(id, binding)
      if (write) binding.writes.push(id)
      if (read) binding.reads.push(id)
    }
    const { parents, bindings, globals, declared, functions, calls, lists, nodes } = this
    return { module, parents, bindings, globals, declared, functions, calls, lists, nodes }
  }

  visit(node: Node, parent: Node, scope: Scope): void {
    this.parents.set(node, parent)
    if (asked.has(node.type)) this.note(node)
    const into = (child: Node | null | undefined, at: Scope = scope) => {
      if (child !== null && child !== undefined) this.visit(child, node, at)
    }
    switch (node.type) {
      case 'Identifier':
        this.uses.push({ id: node, scope, write: false, read: true })
        return
      case 'MemberExpression':
        into(node.object)
        if (node.computed) into(node.property)
        return
      case 'Property':
      case 'MethodDefinition':
      case 'PropertyDefinition':
        if (node.computed) into(node.key)
        into(node.value)
        return
      case 'CallExpression':
      case 'NewExpression':
        this.calls.push(node)
        break
      case 'ArrayExpression':
        this.lists.push(node)
        break
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.function(node, scope)
        return
      case 'ClassDeclaration':
      case 'ClassExpression': {
        const inner = inside(scope)
        if (node.id) {
          this.declare(node.type === 'ClassDeclaration' ? scope : inner, 'class', node.id, node)
        }
        into(node.superClass, inner)
        into(node.body, inner)
        return
      }
      case 'VariableDeclaration':
        for (const one of node.declarations) {
          this.parents.set(one, node)
          this.pattern(one.id, one, scope, {
            kind: node.kind === 'var' ? 'var' : node.kind === 'let' ? 'let' : 'const',
            declaration: one,
            path: [],
          })
          if (one.init) this.visit(one.init, one, scope)
        }
        return
      case 'ImportDeclaration':
        for (const one of node.specifiers) {
          this.parents.set(one, node)
          if (!isTypeOnly(node) && !isTypeOnly(one)) this.declare(scope, 'import', one.local, one)
        }
        return
      case 'ExportNamedDeclaration':
        into(node.declaration)
        if (!node.source && !isTypeOnly(node))
          for (const one of node.specifiers) {
            this.parents.set(one, node)
            if (one.local.type === 'Identifier') this.visit(one.local, one, scope)
          }
        return
      case 'ExportAllDeclaration':
      case 'MetaProperty':
      case 'BreakStatement':
      case 'ContinueStatement':
        return
      case 'LabeledStatement':
        into(node.body)
        return
      case 'AssignmentExpression':
        this.target(node.left, node, scope, node.operator !== '=')
        into(node.right)
        return
      case 'UpdateExpression':
        this.target(node.argument, node, scope, true)
        return
      case 'BlockStatement':
      case 'SwitchStatement':
      case 'StaticBlock':
      case 'ForStatement': {
        const inner = inside(scope)
        eachChild(node, child => into(child, inner))
        return
      }
      case 'ForInStatement':
      case 'ForOfStatement': {
        const inner = inside(scope)
        if (node.left.type === 'VariableDeclaration') into(node.left, inner)
        else this.target(node.left, node, inner, false)
        into(node.right, inner)
        into(node.body, inner)
        return
      }
      case 'CatchClause': {
        const inner = inside(scope)
        if (node.param) this.pattern(node.param, node, inner, { kind: 'catch', declaration: node, path: [] })
        into(node.body, inner)
        return
      }
      default:
        break
    }
    if (this.typescript(node, scope) || !isCode(node)) return
    eachChild(node, child => into(child))
  }

  note(node: Node): void {
    const known = this.nodes.get(node.type)
    if (known === undefined) this.nodes.set(node.type, [node])
    else known.push(node)
  }

  /** Declarations of TypeScript that exist at run time. */
  typescript(node: Node, scope: Scope): boolean {
    const { type } = node as { type: string }
    const { id } = node as unknown as { id?: ES.Identifier }
    if (type === 'TSEnumDeclaration' && id !== undefined) {
      this.declare(scope, 'other', id, node)
      return true
    }
    if (type === 'TSModuleDeclaration' || type === 'TSImportEqualsDeclaration') {
      if (id?.type === 'Identifier') this.declare(scope, 'other', id, node)
      const { body } = node as unknown as { body?: Node }
      if (body) this.visit(body, node, inside(scope))
      return true
    }
    return false
  }

  function(node: FunctionNode, scope: Scope): void {
    this.functions.push(node)
    if (node.type === 'FunctionDeclaration' && node.id) this.declare(scope, 'function', node.id, node)
    const inner: Scope = { outer: scope, inside: node, names: new Map() }
    if (node.type === 'FunctionExpression' && node.id) this.declare(inner, 'function', node.id, node)
    for (const [index, parameter] of node.params.entries()) {
      this.parents.set(parameter, node)
      const { type, parameter: own } = parameter as unknown as { type: string; parameter?: ES.Pattern }
      const pattern = type === 'TSParameterProperty' && own !== undefined ? own : parameter
      this.pattern(pattern, node, inner, { kind: 'parameter', declaration: node, path: [String(index)] })
    }
    if (node.body === null || node.body === undefined) return // a declaration without code
    this.parents.set(node.body, node)
    // the body shares the names of the parameters
    if (node.body.type === 'BlockStatement') {
      for (const child of node.body.body) this.visit(child, node.body, inner)
    } else this.visit(node.body, node, inner)
  }

  /** Declares the names of a pattern. */
  pattern(
    node: Node,
    parent: Node,
    scope: Scope,
    to: { kind: Kind; declaration: Node; path: readonly (string | undefined)[] },
  ): void {
    this.parents.set(node, parent)
    const below = (key: string | undefined) => ({ ...to, path: [...to.path, key] })
    switch (node.type) {
      case 'Identifier':
        this.declare(to.kind === 'var' ? functionScope(scope) : scope, to.kind, node, to.declaration, to.path)
        return
      case 'ObjectPattern':
        for (const one of node.properties) {
          this.parents.set(one, node)
          if (one.type === 'RestElement') this.pattern(one.argument, one, scope, below(undefined))
          else {
            if (one.computed) this.visit(one.key, one, scope)
            this.pattern(one.value, one, scope, below(keyOf(one)))
          }
        }
        return
      case 'ArrayPattern':
        node.elements.forEach((one, index) => {
          if (one) this.pattern(one, node, scope, below(String(index)))
        })
        return
      case 'AssignmentPattern':
        this.pattern(node.left, node, scope, below(undefined))
        this.visit(node.right, node, scope)
        return
      case 'RestElement':
        this.pattern(node.argument, node, scope, below(undefined))
        return
      default:
        this.visit(node, parent, scope)
    }
  }

  /** Notes the names that an assignment changes. */
  target(node: Node, parent: Node, scope: Scope, alsoReads: boolean): void {
    this.parents.set(node, parent)
    switch (node.type) {
      case 'Identifier':
        this.uses.push({ id: node, scope, write: true, read: alsoReads })
        return
      case 'ObjectPattern':
        for (const one of node.properties) {
          this.parents.set(one, node)
          if (one.type === 'RestElement') this.target(one.argument, one, scope, false)
          else {
            if (one.computed) this.visit(one.key, one, scope)
            this.target(one.value, one, scope, false)
          }
        }
        return
      case 'ArrayPattern':
        for (const one of node.elements) if (one) this.target(one, node, scope, false)
        return
      case 'AssignmentPattern':
        this.target(node.left, node, scope, false)
        this.visit(node.right, node, scope)
        return
      case 'RestElement':
        this.target(node.argument, node, scope, false)
        return
      default:
        this.visit(node, parent, scope)
    }
  }

  declare(
    scope: Scope,
    kind: Kind,
    id: ES.Identifier,
    declaration: Node,
    path: readonly (string | undefined)[] = [],
  ): void {
    if (!this.parents.has(id)) this.parents.set(id, declaration)
    const known = scope.names.get(id.name)
    if (known !== undefined) {
      known.writes.push(id) // declared twice: `var`, or a function's overloads
      this.declared.set(id, known)
      return
    }
    const binding: Binding = { name: id.name, kind, scope, id, declaration, path, reads: [], writes: [] }
    scope.names.set(id.name, binding)
    this.declared.set(id, binding)
  }
}

const inside = (scope: Scope): Scope => ({ outer: scope, inside: scope.inside, names: new Map() })

function functionScope(scope: Scope): Scope {
  let at = scope
  while (at.outer !== undefined && at.outer.inside === scope.inside) at = at.outer
  return at
}

function find(scope: Scope | undefined, name: string): Binding | undefined {
  for (let at = scope; at !== undefined; at = at.outer) {
    const found = at.names.get(name)
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether an import or export, or one name of it, is of types alone. */
export function isTypeOnly(node: Node): boolean {
  const { importKind, exportKind } = node as { importKind?: string; exportKind?: string }
  return importKind === 'type' || exportKind === 'type'
}

/** The function around a node, without the node itself. */
export function functionAround(node: Node, { parents }: Pick<Scopes, 'parents'>): FunctionNode | undefined {
  for (let at = parents.get(node); at !== undefined; at = parents.get(at)) if (isFunction(at)) return at
  return undefined
}
