import type * as ES from 'estree'
import type { Module } from './module.ts'
import { eachNode, isFunction, keyOf, stringOf, type FunctionNode, type Node } from './node.ts'
import { functionAround } from './scopes.ts'
import type { Value } from './value.ts'
import type { Values } from './values.ts'

/** A function whose code runs again in every replay. Functions inside of it belong to it. */
export interface Replayed {
  readonly node: FunctionNode
  /** `workflow`: the function that was given to `workflow(…)`. `generator`: it yields operations. `helper`: it's called by such. */
  readonly role: 'workflow' | 'generator' | 'helper'
  /** The name of the function, or of the workflow's type. */
  readonly name: string
  /** The name of a workflow that reaches it, if one in this file does. */
  readonly workflow: string | undefined
  /** The function of that workflow, or the generator itself. */
  readonly root: FunctionNode
}

/** A function or class of another file that replayed code calls. */
export interface OutsideCall {
  readonly at: Node
  readonly value: Value & { is: 'function' | 'class' }
  readonly by: Replayed
}

/** The workflow code of a file. */
export class WorkflowCode {
  readonly replayed: ReadonlyMap<FunctionNode, Replayed>
  readonly outside: readonly OutsideCall[]
  readonly #module: Module
  readonly #values: Values

  constructor(module: Module, values: Values) {
    this.#module = module
    this.#values = values
    const found = new Map<FunctionNode, Replayed>()
    const outside: OutsideCall[] = []
    const add = (one: Replayed) => {
      if (!found.has(one.node)) found.set(one.node, one)
    }
    for (const root of rootsOf(module, values)) add(root)
    const reach = () => {
      // a Map's iterator also visits what is added meanwhile
      for (const by of found.values()) this.#reached(by, add, outside)
    }
    reach()
    for (const node of module.scopes.functions) {
      if (!node.generator || !this.#yieldsOperations(node, module) || this.ownerOf(node, found)) continue
      add({ node, role: 'generator', name: nameOfFunction(node, module), workflow: undefined, root: node })
    }
    outside.length = 0
    reach()
    this.replayed = found
    this.outside = outside
  }

  /** The replayed function that a node belongs to. What `sideEffect(() => …)` runs isn't replayed. */
  ownerOf(node: Node, replayed: ReadonlyMap<FunctionNode, Replayed> = this.replayed): Replayed | undefined {
    const { parents } = this.#module.scopes
    for (let at: Node | undefined = node; at !== undefined; at = parents.get(at)) {
      if (!isFunction(at)) continue
      const found = replayed.get(at)
      if (found !== undefined) return found
      if (this.#runsOnce(at)) return undefined
    }
    return undefined
  }

  /** The generator function in which a node can be yielded: the function around it, if it's a generator of a workflow. */
  generatorAround(node: Node): FunctionNode | undefined {
    const around = functionAround(node, this.#module.scopes)
    if (around === undefined || !around.generator || this.ownerOf(around) === undefined) return undefined
    if (this.#isOfClass(node)) return undefined
    return around.params.some(one => one.range![0] <= node.range![0] && node.range![1] <= one.range![1])
      ? undefined
      : around
  }

  /** Whether a node is in the value of a field of a class, which can't yield, although a generator may be around the class. */
  #isOfClass(node: Node): boolean {
    const { parents } = this.#module.scopes
    for (let at = parents.get(node); at !== undefined && !isFunction(at); at = parents.get(at))
      if (at.type === 'PropertyDefinition' || at.type === 'StaticBlock') return true
    return false
  }

  /** Whether a function of any file yields operations, so that only a workflow can run it. */
  isWorkflowGenerator(node: FunctionNode, module: Module): boolean {
    if (!node.generator) return false
    return module === this.#module && this.ownerOf(node) !== undefined
      ? true
      : this.#yieldsOperations(node, module)
  }

  /** Whether a function is only run by `sideEffect(…)`: it's the argument, or the variable that holds it is. */
  #runsOnce(node: FunctionNode): boolean {
    const { parents, declared } = this.#module.scopes
    const parent = parents.get(node)
    if (parent?.type === 'VariableDeclarator') {
      const reads = declared.get(parent.id)?.reads ?? []
      return reads.length > 0 && reads.every(one => this.#isSideEffect(parents.get(one), one))
    }
    return this.#isSideEffect(parent, node)
  }

  #isSideEffect(call: Node | undefined, given?: Node): boolean {
    if (call?.type !== 'CallExpression' || call.callee === given) return false
    const callee = this.#values.of(call.callee, this.#module)
    return callee?.is === 'maker' && callee.reyield === 'sideEffect'
  }

  /** Adds the functions that a function refers to. */
  #reached(by: Replayed, add: (one: Replayed) => void, outside: OutsideCall[]): void {
    const module = this.#module
    eachNode(by.node, node => {
      if (this.#isSideEffect(node) || (isFunction(node) && node !== by.node && this.#runsOnce(node)))
        return false
      if (node.type === 'NewExpression' || node.type === 'Identifier' || node.type === 'MemberExpression') {
        const value = this.#values.of(node.type === 'NewExpression' ? node.callee : node, module)
        if (value?.is === 'function' || (value?.is === 'class' && node.type === 'NewExpression')) {
          if (value.module !== module) outside.push({ at: node, value, by })
          else if (value.is === 'function') {
            add({
              node: value.node,
              role: this.#yieldsOperations(value.node, module) ? 'generator' : 'helper',
              name: value.name || nameOfFunction(value.node, module),
              workflow: by.workflow,
              root: by.root,
            })
          } else
            for (const own of constructed(value.node))
              add({ ...by, node: own, role: 'helper', name: value.name })
        }
      }
      return true
    })
  }

  readonly #yielding = new Map<FunctionNode, boolean>()

  #yieldsOperations(node: FunctionNode, module: Module): boolean {
    const known = this.#yielding.get(node)
    if (known !== undefined) return known
    this.#yielding.set(node, false)
    let found = false
    eachNode(node.body, inner => {
      if (found || isFunction(inner)) return false
      if (inner.type !== 'YieldExpression') return true
      const value = this.#values.of(inner.argument, module)
      found =
        value?.is === 'operation' ||
        (value?.is === 'generator' && inner.delegate && this.#yieldsOperations(value.node, value.module))
      return true
    })
    this.#yielding.set(node, found)
    return found
  }
}

/** The functions of a class that run when an instance is made. */
export function constructed(node: ES.Class): FunctionNode[] {
  return node.body.body.flatMap(one =>
    one.type === 'MethodDefinition' && one.kind === 'constructor' ? [one.value] : [],
  )
}

/** The functions that are given to `workflow(…)`. */
function* rootsOf(module: Module, values: Values): Generator<Replayed> {
  for (const call of module.scopes.calls) {
    if (call.type !== 'CallExpression') continue
    const callee = values.of(call.callee, module)
    if (callee?.is !== 'imported' || callee.source !== '@reyield/workflow' || callee.name !== 'workflow')
      continue
    const name = typeName(call, module, values)
    for (const given of call.arguments) {
      const value = values.of(given, module)
      if (value?.is === 'function' && value.module === module)
        yield {
          node: value.node,
          role: 'workflow',
          name: name ?? value.name,
          workflow: name ?? value.name,
          root: value.node,
        }
    }
  }
}

/** The name of a workflow's type: the option `name`, or the variable. */
function typeName(call: ES.SimpleCallExpression, module: Module, values: Values): string | undefined {
  for (const given of call.arguments) {
    const options = values.of(given, module)
    const name =
      options?.is === 'object' ? options.node.properties.find(one => keyOf(one) === 'name') : undefined
    const text = name?.type === 'Property' ? stringOf(name.value) : stringOf(given)
    if (text !== undefined) return text
  }
  const around = module.scopes.parents.get(call)
  return around?.type === 'VariableDeclarator' && around.id.type === 'Identifier' ? around.id.name : undefined
}

/** A function's name, by its declaration or where it's stored. */
export function nameOfFunction(node: FunctionNode, { scopes }: Module): string {
  if (node.type !== 'ArrowFunctionExpression' && node.id) return node.id.name
  const around = scopes.parents.get(node)
  if (around?.type === 'VariableDeclarator') return around.id.type === 'Identifier' ? around.id.name : ''
  return around === undefined ? '' : (keyOf(around) ?? '')
}
