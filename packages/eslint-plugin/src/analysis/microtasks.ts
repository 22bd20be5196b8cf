import type * as ES from 'estree'
import type { Module } from './module.ts'
import { bare, eachNode, endOf, isFunction, keyOf, startOf, type FunctionNode, type Node } from './node.ts'
import { functionAround, type Binding } from './scopes.ts'
import type { Values } from './values.ts'

/** Why an awaited value may not be awaited. `early`: it's a promise that was made before a `yield*` and is awaited after it. */
export type Foreign = 'foreign' | 'early' | 'operation'

/** Promise's own functions that make one promise of many. */
export const combinators = ['all', 'allSettled', 'race', 'any'] as const

/** Finds out whether promises settle by microtasks alone. Only such promises may be awaited in a workflow. */
export class Microtasks {
  readonly #values: Values
  readonly #allowed: readonly string[]
  readonly #functions = new Map<FunctionNode, boolean>()

  constructor(values: Values, allowed: readonly string[] = []) {
    this.#values = values
    this.#allowed = allowed
  }

  /** What is wrong with awaiting an expression; undefined if nothing is. */
  problemOf(expression: Node, module: Module): Foreign | undefined {
    const node = bare(expression)
    const value = this.#values.of(node, module)
    if (value?.is === 'operation' || value?.is === 'generator') return 'operation'
    switch (node.type) {
      case 'Identifier':
        return this.#ofName(node, module)
      case 'CallExpression':
        return this.#settles(node, module) ? undefined : 'foreign'
      case 'ConditionalExpression':
        return this.problemOf(node.consequent, module) ?? this.problemOf(node.alternate, module)
      case 'LogicalExpression':
        return this.problemOf(node.left, module) ?? this.problemOf(node.right, module)
      case 'SequenceExpression':
        return this.problemOf(node.expressions.at(-1)!, module)
      case 'NewExpression':
      case 'MemberExpression':
      case 'ImportExpression':
      case 'TaggedTemplateExpression':
        return 'foreign'
      default:
        return undefined // no promise: a literal, an object, the result of `yield*` or of another `await`
    }
  }

  #ofName(id: ES.Identifier, module: Module): Foreign | undefined {
    const binding = module.scopes.bindings.get(id)
    if (binding === undefined) return id.name === 'undefined' ? undefined : 'foreign'
    const stored = valueOf(binding)
    if (stored === undefined) return 'foreign'
    const problem = this.problemOf(stored, module)
    if (problem !== undefined) return problem
    return this.#isPromise(stored, module) && yieldsBetween(stored, id, module) ? 'early' : undefined
  }

  #isPromise(node: Node, module: Module): boolean {
    const inner = bare(node)
    if (inner.type !== 'CallExpression') return false
    const callee = bare(inner.callee)
    if (this.#values.of(inner, module)?.is === 'promise') return true
    return callee.type === 'MemberExpression' && (promiseMethod(callee) !== undefined || isThen(callee))
  }

  #settles(call: ES.SimpleCallExpression, module: Module): boolean {
    const callee = bare(call.callee)
    if (this.#isAllowed(callee)) return true
    if (callee.type === 'MemberExpression') {
      const method = promiseMethod(callee)
      if (method === 'resolve' || method === 'reject')
        return call.arguments.every(one => this.#given(one, module))
      if (method !== undefined) return call.arguments.every(one => this.#given(one, module))
      if (isThen(callee)) return this.problemOf(callee.object, module) === undefined
    }
    const called = this.#values.of(callee, module)
    return called?.is === 'function' && this.functionSettles(called.node, called.module)
  }

  /** What is given to `Promise.all(…)`: a list written out, or made by `map`. */
  #given(given: Node, module: Module): boolean {
    const node = bare(given)
    if (node.type === 'ArrayExpression')
      return node.elements.every(
        one => one === null || (one.type !== 'SpreadElement' && this.#given(one, module)),
      )
    if (node.type === 'CallExpression') {
      const callee = bare(node.callee)
      if (callee.type === 'MemberExpression' && keyOf(callee) === 'map') {
        const mapped = this.#values.of(node.arguments[0], module)
        return mapped?.is === 'function' && this.functionSettles(mapped.node, mapped.module)
      }
    }
    return this.problemOf(node, module) === undefined
  }

  /** Whether what a function returns settles by microtasks: it awaits and returns nothing else. */
  functionSettles(node: FunctionNode, module: Module): boolean {
    const known = this.#functions.get(node)
    if (known !== undefined) return known
    this.#functions.set(node, true) // also if it calls itself
    let settles = !node.generator
    eachNode(node.body, inner => {
      if (!settles || isFunction(inner)) return false
      if (inner.type === 'AwaitExpression') settles = this.problemOf(inner.argument, module) === undefined
      else if (inner.type === 'ForOfStatement' && inner.await) settles = false
      return settles
    })
    for (const returned of this.#values.returns(node)) {
      if (settles) settles = this.#mayReturn(returned, module)
    }
    this.#functions.set(node, settles)
    return settles
  }

  /** A function may return what isn't a promise. Of a call of an unknown function nobody knows, so it counts as one that isn't. */
  #mayReturn(returned: Node, module: Module): boolean {
    const node = bare(returned)
    if (node.type === 'NewExpression')
      return !(node.callee.type === 'Identifier' && node.callee.name === 'Promise')
    if (node.type !== 'CallExpression') return true
    const callee = bare(node.callee)
    if (callee.type === 'Identifier' && !module.scopes.bindings.has(callee)) return callee.name !== 'fetch'
    const value = this.#values.of(callee, module)
    if (value?.is === 'function') return this.functionSettles(value.node, value.module)
    if (callee.type === 'MemberExpression' && (promiseMethod(callee) !== undefined || isThen(callee)))
      return this.#settles(node, module)
    return true
  }

  #isAllowed(callee: Node): boolean {
    const name = callee.type === 'Identifier' ? callee.name : keyOf(callee)
    return name !== undefined && this.#allowed.includes(name)
  }
}

/** `all` if an expression is `Promise.all`. */
export function promiseMethod(callee: Node): string | undefined {
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return undefined
  return callee.object.name === 'Promise' ? keyOf(callee) : undefined
}

const isThen = (callee: Node) => ['then', 'catch', 'finally'].includes(keyOf(callee) ?? '')

function valueOf(binding: Binding): Node | undefined {
  if (!['const', 'let', 'var'].includes(binding.kind) || binding.writes.length > 0) return undefined
  return binding.path.length > 0
    ? undefined
    : ((binding.declaration as ES.VariableDeclarator).init ?? undefined)
}

/** Whether the function yields between two places of it. */
function yieldsBetween(from: Node, to: Node, module: Module): boolean {
  const around = functionAround(to, module.scopes)
  if (around === undefined) return false
  let found = false
  eachNode(around.body, node => {
    if (isFunction(node)) return false
    if (node.type === 'YieldExpression' && startOf(node) >= endOf(from) && startOf(node) < startOf(to))
      found = true
    return !found
  })
  return found
}
