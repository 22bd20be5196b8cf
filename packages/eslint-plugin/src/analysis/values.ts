import type * as ES from 'estree'
import { bare, eachNode, isFunction, keyOf, stringOf, type FunctionNode, type Node } from './node.ts'
import { nameOf, type Exported, type Module } from './module.ts'
import type { Modules } from './modules.ts'
import { activityCall, handleMethods, makers, signalMethods, withoutWaiting } from './operations.ts'
import type { Binding } from './scopes.ts'
import type { Value } from './value.ts'

const own = '@reyield/workflow'

/** Finds out what expressions are, by the code that made their values: here, in functions that are called, and in imported files. */
export class Values {
  readonly #modules: Modules
  readonly #known = new Map<Node, Value | undefined>()
  readonly #returns = new Map<FunctionNode, readonly Node[]>()

  constructor(modules: Modules) {
    this.#modules = modules
  }

  /** What an expression is, undefined if that isn't known. */
  of(expression: Node | null | undefined, module: Module = this.#modules.start): Value | undefined {
    if (expression === null || expression === undefined) return undefined
    const node = bare(expression)
    if (this.#known.has(node)) return this.#known.get(node)
    this.#known.set(node, undefined) // what depends on itself isn't known
    const value = this.#evaluate(node, module)
    this.#known.set(node, value)
    return value
  }

  /** What a name stands for. */
  ofBinding(binding: Binding, module: Module): Value | undefined {
    const { declaration, path } = binding
    switch (binding.kind) {
      case 'import':
        return this.#ofImport(declaration, module)
      case 'function':
        return isFunction(declaration) && binding.writes.length === 0
          ? { is: 'function', node: declaration, module, name: binding.name }
          : undefined
      case 'class':
        return { is: 'class', node: declaration as ES.Class, module, name: binding.name }
      case 'const':
      case 'let':
      case 'var': {
        const { init } = declaration as ES.VariableDeclarator
        if (!init || binding.writes.length > 0) return undefined
        return named(
          path.reduce<Value | undefined>((value, key) => this.property(value, key), this.of(init, module)),
          binding.name,
        )
      }
      default:
        return undefined
    }
  }

  /** What a module exports by a name. */
  exported(module: Module, name: string): Value | undefined {
    const found = module.exports.get(name)
    if (found !== undefined) return named(this.#ofExport(found, module), name)
    for (const source of module.stars) {
      const from = this.#modules.imported(module, source)
      const value = from === undefined ? this.#ofPackage(source, name) : this.exported(from, name)
      if (value !== undefined) return value
    }
    return undefined
  }

  /** What a member of a value is. */
  property(value: Value | undefined, key: string | undefined): Value | undefined {
    if (value === undefined || key === undefined) return undefined
    switch (value.is) {
      case 'imported':
        return value.name === '*' ? this.#ofPackage(value.source, key) : undefined
      case 'module':
        return this.exported(value.module, key)
      case 'activities':
        return { is: 'maker', name: key, made: activityCall, reyield: undefined, activity: true }
      case 'log':
        return { is: 'maker', name: `log.${key}`, made: withoutWaiting, reyield: 'log' }
      case 'maker':
        return value.activity && key === 'with' ? { is: 'with', activity: value } : undefined
      case 'operation': {
        const made = value.signal ? signalMethods[key] : undefined
        return made && { is: 'maker', name: `${value.name}.${key}`, made, reyield: undefined }
      }
      case 'handle': {
        const made = handleMethods[value.of][key]
        return made && { is: 'maker', name: key, made, reyield: undefined }
      }
      case 'object': {
        const found = value.node.properties.find(one => one.type === 'Property' && keyOf(one) === key)
        return found?.type === 'Property' ? named(this.of(found.value, value.module), key) : undefined
      }
      case 'list':
        return /^\d+$/.test(key) ? value.of : undefined
      default:
        return undefined
    }
  }

  /** The expressions that a function returns. */
  returns(node: FunctionNode): readonly Node[] {
    let found = this.#returns.get(node)
    if (found === undefined) {
      if (node.body.type !== 'BlockStatement') found = [node.body]
      else {
        const returned: Node[] = []
        eachNode(node.body, inner => {
          if (isFunction(inner)) return false
          if (inner.type === 'ReturnStatement' && inner.argument) returned.push(inner.argument)
          return true
        })
        found = returned
      }
      this.#returns.set(node, found)
    }
    return found
  }

  #evaluate(node: Node, module: Module): Value | undefined {
    switch (node.type) {
      case 'Identifier': {
        const binding = module.scopes.bindings.get(node)
        return binding && this.ofBinding(binding, module)
      }
      case 'MemberExpression':
        return this.property(this.of(node.object, module), keyOf(node))
      case 'CallExpression':
        return this.#ofCall(node, module)
      case 'YieldExpression':
        return node.delegate ? this.#ofResult(this.of(node.argument, module)) : undefined
      case 'AwaitExpression':
        return undefined
      case 'ConditionalExpression':
        return this.of(node.consequent, module) ?? this.of(node.alternate, module)
      case 'LogicalExpression':
        return this.of(node.right, module) ?? this.of(node.left, module)
      case 'SequenceExpression':
        return this.of(node.expressions.at(-1), module)
      case 'AssignmentExpression':
        return node.operator === '=' ? this.of(node.right, module) : undefined
      case 'ArrayExpression':
        return listOf(
          node.elements.map(one => {
            if (one?.type !== 'SpreadElement') return this.of(one, module)
            const inner = this.of(one.argument, module)
            return inner?.is === 'list' ? inner.of : undefined
          }),
        )
      case 'ObjectExpression':
        return { is: 'object', node, module }
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return { is: 'function', node, module, name: nameOfFunction(node) }
      case 'ClassExpression':
        return { is: 'class', node, module, name: node.id?.name ?? 'class' }
      default:
        return undefined
    }
  }

  /** What `yield*` returns. */
  #ofResult(value: Value | undefined): Value | undefined {
    if (value?.is !== 'operation') return undefined
    if (value.name === 'fork') return { is: 'handle', of: 'fork' }
    return value.name === 'startChild' ? { is: 'handle', of: 'child' } : undefined
  }

  #ofCall(node: ES.SimpleCallExpression, module: Module): Value | undefined {
    const callee = bare(node.callee)
    if (callee.type === 'Identifier' && callee.name === 'require' && !module.scopes.bindings.has(callee)) {
      const source = stringOf(node.arguments[0])
      return source === undefined ? undefined : this.#ofModule(source, '*', module)
    }
    const called = this.of(callee, module)
    switch (called?.is) {
      case 'maker':
        return {
          is: 'operation',
          name: called.reyield !== undefined && called.reyield !== 'log' ? called.reyield : called.name,
          made: called.made,
        }
      case 'with':
        return called.activity
      case 'imported':
        return this.#ofReyieldCall(called.source, called.name, node, module)
      case 'function':
        return this.#ofFunctionCall(called)
      default:
        return called === undefined ? this.#ofMethodCall(node, callee, module) : undefined
    }
  }

  #ofReyieldCall(source: string, name: string, call: Node, module: Module): Value | undefined {
    if (source !== own) return undefined
    switch (name) {
      case 'activities':
        return { is: 'activities' }
      case 'activity':
        return { is: 'maker', name: 'activity', made: activityCall, reyield: undefined, activity: true }
      case 'signal':
        return { is: 'operation', name: 'signal', made: activityCall, signal: true }
      case 'workflow':
        return { is: 'workflow', call, module }
      default:
        return undefined
    }
  }

  #ofFunctionCall(called: Value & { is: 'function' }): Value | undefined {
    const { node, module, name } = called
    if (node.generator) return { is: 'generator', node, module, name }
    if (node.async) return { is: 'promise', node, module, name }
    for (const returned of this.returns(node)) {
      const value = this.of(returned, module)
      if (value !== undefined) return value
    }
    return undefined
  }

  /** Methods of arrays that keep or make lists of operations, and `Object.freeze`. */
  #ofMethodCall(node: ES.SimpleCallExpression, callee: Node, module: Module): Value | undefined {
    if (callee.type !== 'MemberExpression') return undefined
    const key = keyOf(callee)
    const given = node.arguments
    const from = bare(callee.object)
    if (from.type === 'Identifier' && !module.scopes.bindings.has(from)) {
      if (from.name === 'Object' && key === 'freeze') return this.of(given[0], module)
      if (from.name === 'Array' && key === 'from') return listOf([this.#ofCallback(given[1], module)])
    }
    if (key === 'map' || key === 'flatMap') return listOf([this.#ofCallback(given[0], module)])
    const keeps = ['filter', 'slice', 'concat', 'reverse', 'toReversed', 'toSorted', 'sort', 'with', 'values']
    const list = key !== undefined && keeps.includes(key) ? this.of(from, module) : undefined
    return list?.is === 'list' ? list : undefined
  }

  /** What a callback returns, also if it's a function that makes operations. */
  #ofCallback(given: Node | undefined, module: Module): Value | undefined {
    const value = this.of(given, module)
    if (value?.is === 'maker') return { is: 'operation', name: value.name, made: value.made }
    return value?.is === 'function' ? this.#ofFunctionCall(value) : undefined
  }

  #ofImport(specifier: Node, module: Module): Value | undefined {
    const declaration = module.scopes.parents.get(specifier) as ES.ImportDeclaration | undefined
    const source = stringOf(declaration?.source)
    if (source === undefined) return undefined
    const name =
      specifier.type === 'ImportSpecifier'
        ? nameOf(specifier.imported)
        : specifier.type === 'ImportDefaultSpecifier'
          ? 'default'
          : '*'
    return named(this.#ofModule(source, name, module), (specifier as ES.ImportSpecifier).local.name)
  }

  #ofModule(source: string, name: string, from: Module): Value | undefined {
    const module = this.#modules.imported(from, source)
    if (module === undefined) return this.#ofPackage(source, name)
    return name === '*' ? { is: 'module', module } : this.exported(module, name)
  }

  #ofPackage(source: string, name: string): Value | undefined {
    if (source !== own || name === '*') return { is: 'imported', source, name }
    if (name === 'log') return { is: 'log' }
    const made = Object.hasOwn(makers, name) ? makers[name] : undefined
    return made === undefined ? { is: 'imported', source, name } : { is: 'maker', name, made, reyield: name }
  }

  #ofExport(exported: Exported, module: Module): Value | undefined {
    if (exported.from === 'expression') return this.of(exported.node, module)
    if (exported.from === 'module') return this.#ofModule(exported.source, exported.name, module)
    const binding = module.scopes.module.names.get(exported.name)
    return binding && this.ofBinding(binding, module)
  }
}

/** The value with the name by which this code knows it. */
function named(value: Value | undefined, name: string): Value | undefined {
  if (value?.is === 'maker') return value.activity || value.reyield === undefined ? { ...value, name } : value
  if (value?.is === 'operation') return value.signal ? { ...value, name } : value
  return value?.is === 'function' && value.name === '' ? { ...value, name } : value
}

/** A list if one of the elements is an operation or a generator. */
function listOf(elements: readonly (Value | undefined)[]): Value | undefined {
  const found = elements.find(one => one?.is === 'operation' || one?.is === 'generator' || one?.is === 'list')
  return found && { is: 'list', of: found.is === 'list' ? found.of : found }
}

const nameOfFunction = (node: FunctionNode): string =>
  node.type !== 'ArrowFunctionExpression' && node.id ? node.id.name : ''
