import type * as ES from 'estree'
import {
  builtinOf,
  changing,
  globals,
  insteadOf,
  members,
  pureCrypto,
  pureModules,
  type Instead,
} from './impure.ts'
import type { Module } from './module.ts'
import { bare, eachNode, isFunction, keyOf, type FunctionNode, type Node } from './node.ts'
import type { Binding } from './scopes.ts'
import type { Values } from './values.ts'
import { constructed } from './workflow-code.ts'

/** Something that differs between replays. */
export interface Impure {
  readonly node: Node
  /** What the code does, as a verb with its object: `uses Date.now()`. */
  readonly does: string
  /** What to use instead. */
  readonly instead: Instead
}

/** Finds what differs between replays. */
export class Nondeterminism {
  readonly #values: Values

  constructor(values: Values) {
    this.#values = values
  }

  /** What a function does by itself that differs between replays, without the functions that it calls. */
  in(node: Node, module: Module, enter: (inner: Node) => boolean = () => true): Impure[] {
    const found: Impure[] = []
    eachNode(node, inner => {
      if (inner !== node && !enter(inner)) return false
      const impure = this.#of(inner, module)
      if (impure === undefined) return true
      found.push(impure)
      return false
    })
    return found
  }

  /** The first such thing in a function of any file, or in what it calls, at most five calls deep; with the name of the function that does it. */
  reached(
    node: FunctionNode | ES.Class,
    module: Module,
    name: string,
    depth = 0,
    seen = new Set<Node>(),
  ): (Impure & { readonly name: string; readonly module: Module }) | undefined {
    if (depth > 5 || seen.has(node)) return undefined
    seen.add(node)
    const parts: readonly Node[] = isFunction(node) ? [node] : constructed(node)
    for (const part of parts) {
      const [first] = this.in(part, module)
      if (first !== undefined) return { ...first, name, module }
    }
    for (const part of parts) {
      let found: ReturnType<Nondeterminism['reached']>
      eachNode(part, inner => {
        if (found !== undefined) return false
        if (inner.type !== 'CallExpression' && inner.type !== 'NewExpression') return true
        const callee = this.#values.of(inner.callee, module)
        if (callee?.is === 'maker' && callee.reyield === 'sideEffect') return false
        for (const given of [inner.callee, ...inner.arguments]) {
          const value = this.#values.of(given, module)
          const isCalled =
            value?.is === 'function' || (value?.is === 'class' && inner.type === 'NewExpression')
          if (isCalled && value.node !== node)
            found ??= this.reached(value.node, value.module, value.name || name, depth + 1, seen)
        }
        return true
      })
      if (found !== undefined) return found
    }
    return undefined
  }

  #of(node: Node, module: Module): Impure | undefined {
    switch (node.type) {
      case 'Identifier':
        return this.#ofName(node, module)
      case 'MemberExpression':
        return this.#ofMember(node, module)
      case 'MetaProperty':
        return undefined
      case 'CallExpression':
        return this.#ofCall(node, module)
      case 'NewExpression': {
        const isDate = isGlobal(node.callee, 'Date', module) && node.arguments.length === 0
        return isDate ? { node, does: 'uses new Date()', instead: 'now' } : undefined
      }
      case 'AssignmentExpression':
        return this.#ofChange(node, node.left, module)
      case 'UpdateExpression':
        return this.#ofChange(node, node.argument, module)
      case 'UnaryExpression':
        return node.operator === 'delete' ? this.#ofChange(node, node.argument, module) : undefined
      default:
        return undefined
    }
  }

  #ofName(node: ES.Identifier, module: Module): Impure | undefined {
    const { bindings, parents } = module.scopes
    const binding = bindings.get(node)
    const parent = parents.get(node)
    if (binding === undefined) {
      if (!module.scopes.globals.has(node) || !Object.hasOwn(globals, node.name)) return undefined
      if (isOnlyTested(node, parent)) return undefined
      const isCall = parent?.type === 'CallExpression' && parent.callee === node
      return {
        node: isCall ? parent : node,
        does: `uses ${node.name}${isCall ? '()' : ''}`,
        instead: globals[node.name]!,
      }
    }
    return this.#ofBuiltin(node, binding, module) ?? this.#ofStored(node, binding, module)
  }

  /** A name that was imported from a module of Node. */
  #ofBuiltin(node: ES.Identifier, binding: Binding, module: Module): Impure | undefined {
    const value = this.#values.of(node, module)
    if (value?.is !== 'imported') return undefined
    const source = builtinOf(value.source)
    if (source === undefined || pureModules.has(source)) return undefined
    const parent = module.scopes.parents.get(node)
    const isWhole = value.name === '*' || value.name === 'default'
    const name = isWhole && parent?.type === 'MemberExpression' ? keyOf(parent) : value.name
    const at = isWhole && parent?.type === 'MemberExpression' ? parent : node
    if (source === 'crypto' && name !== undefined && pureCrypto.has(name)) return undefined
    const call = module.scopes.parents.get(at)
    const isCall = call?.type === 'CallExpression' && call.callee === at
    const used = name === undefined || name === '*' ? binding.name : name
    const does = `uses ${used}${isCall ? '()' : ''} of node:${source}`
    return { node: isCall ? call : at, does, instead: insteadOf(source, name) }
  }

  /** A constant of a module whose value was read from the outside: `const limit = Number(process.env.LIMIT)`. */
  #ofStored(node: ES.Identifier, binding: Binding, module: Module): Impure | undefined {
    if (binding.scope.inside !== undefined || binding.kind !== 'const') return undefined
    const { init } = binding.declaration as ES.VariableDeclarator
    if (!init || this.#values.of(node, module) !== undefined || binding.scope !== module.scopes.module)
      return undefined
    if (this.#stored.has(binding)) return undefined
    this.#stored.add(binding)
    const [first] = this.in(init, module, inner => !isFunction(inner))
    this.#stored.delete(binding)
    return (
      first && { node, does: `reads '${binding.name}', whose value ${first.does}`, instead: 'sideEffect' }
    )
  }
  readonly #stored = new Set<Binding>()

  #ofMember(node: ES.MemberExpression, module: Module): Impure | undefined {
    const { object } = node
    const key = keyOf(node)
    if (object.type === 'MetaProperty' && (key === 'env' || key === 'dirname' || key === 'filename'))
      return { node, does: `uses import.meta.${key}`, instead: 'sideEffect' }
    const path = globalPath(node, module)
    if (path === undefined) return undefined
    const parent = module.scopes.parents.get(node)
    const isCall = parent?.type === 'CallExpression' && parent.callee === node
    const at = isCall ? parent : node
    const does = `uses ${path}${isCall ? '()' : ''}`
    if (Object.hasOwn(members, path)) return { node: at, does, instead: members[path]! }
    const [first] = path.split('.')
    if (first === undefined || !Object.hasOwn(globals, first)) return undefined
    if (path === 'process.hrtime' || path === 'process.uptime') return { node: at, does, instead: 'now' }
    if (path === 'process.nextTick') return { node: at, does, instead: 'sleep' }
    return { node: at, does, instead: globals[first]! }
  }

  #ofCall(node: ES.SimpleCallExpression, module: Module): Impure | undefined {
    const callee = bare(node.callee)
    if (isGlobal(callee, 'Date', module)) return { node, does: 'uses Date()', instead: 'now' }
    if (callee.type !== 'MemberExpression') return undefined
    const key = keyOf(callee)
    if ((key === 'format' || key === 'formatToParts') && node.arguments.length === 0) {
      if (isDateFormat(callee.object, module))
        return { node, does: `calls ${key}() of Intl.DateTimeFormat without a date`, instead: 'argument' }
    }
    return key !== undefined && changing.has(key)
      ? this.#ofChange(node, callee.object, module, key)
      : undefined
  }

  /** A change of what a module keeps: the next execution, or the next replay, finds it changed. */
  #ofChange(node: Node, target: Node, module: Module, method?: string): Impure | undefined {
    let at = bare(target)
    let depth = 0
    while (at.type === 'MemberExpression') {
      at = bare(at.object)
      depth++
    }
    if (at.type !== 'Identifier') return undefined
    const binding = module.scopes.bindings.get(at)
    if (binding === undefined) {
      return isGlobal(at, 'globalThis', module) && depth > 0
        ? { node, does: 'changes globalThis', instead: 'local' }
        : undefined
    }
    if (binding.scope !== module.scopes.module) return undefined
    if (method !== undefined && !isContainer(binding, depth)) return undefined
    if (method === undefined && depth === 0 && binding.kind !== 'let' && binding.kind !== 'var')
      return undefined
    return { node, does: `changes the module's variable '${binding.name}'`, instead: 'local' }
  }
}

/** Whether a module's name holds a list, a map or a set that it made itself. */
function isContainer({ kind, declaration, path }: Binding, depth: number): boolean {
  if (!['const', 'let', 'var'].includes(kind) || path.length > 0) return false
  const init = (declaration as ES.VariableDeclarator).init
  const node = init ? bare(init) : undefined
  if (node?.type === 'ArrayExpression') return true
  if (node?.type === 'ObjectExpression') return depth > 0
  return (
    node?.type === 'NewExpression' &&
    node.callee.type === 'Identifier' &&
    ['Map', 'Set', 'WeakMap', 'WeakSet', 'Array'].includes(node.callee.name)
  )
}

/** Whether a name is one of a global: declared by no scope of the file. */
function isGlobal(node: Node, name: string, module: Module): boolean {
  return node.type === 'Identifier' && node.name === name && module.scopes.globals.has(node)
}

/** `Date.now` for `Date.now`, `globalThis.Date.now` and `window.Date.now`. */
function globalPath(node: Node, module: Module): string | undefined {
  const inner = bare(node)
  if (inner.type === 'Identifier') return module.scopes.globals.has(inner) ? inner.name : undefined
  if (inner.type !== 'MemberExpression') return undefined
  const [object, key] = [globalPath(inner.object, module), keyOf(inner)]
  if (object === undefined || key === undefined) return undefined
  return ['globalThis', 'global', 'window', 'self'].includes(object) ? key : `${object}.${key}`
}

/** `typeof x` and `value instanceof X` use nothing of a global. */
function isOnlyTested(node: Node, parent: Node | undefined): boolean {
  return (
    (parent?.type === 'UnaryExpression' && parent.operator === 'typeof') ||
    (parent?.type === 'BinaryExpression' && parent.operator === 'instanceof' && parent.right === node)
  )
}

/** `Intl.DateTimeFormat(…)`, `new Intl.DateTimeFormat(…)`, or a constant that holds it. */
function isDateFormat(node: Node, module: Module): boolean {
  const inner = bare(node)
  if (inner.type === 'CallExpression' || inner.type === 'NewExpression')
    return globalPath(inner.callee, module) === 'Intl.DateTimeFormat'
  const binding = inner.type === 'Identifier' ? module.scopes.bindings.get(inner) : undefined
  if (binding === undefined || binding.kind !== 'const' || binding.path.length > 0) return false
  const { init } = binding.declaration as ES.VariableDeclarator
  return init !== null && init !== undefined && isDateFormat(init, module)
}
