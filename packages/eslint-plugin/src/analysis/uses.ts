import type * as ES from 'estree'
import type { Module } from './module.ts'
import { bare, isFunction, isWrapper, keyOf, type FunctionNode, type Node } from './node.ts'
import type { Binding } from './scopes.ts'
import type { Values } from './values.ts'

/** Where the value of an expression goes. */
export type Use =
  /** `yield*` and `yield`. */
  | { readonly to: 'delegated' | 'yielded'; readonly at: ES.YieldExpression }
  | { readonly to: 'awaited'; readonly at: ES.AwaitExpression }
  /** It's a statement, or the operand of `void`. */
  | { readonly to: 'dropped'; readonly at: Node }
  /** It's used as the result would be: a member, a condition, an operand, the input of an activity. */
  | { readonly to: 'read'; readonly at: Node }
  /** `inside`: as a part of an object or a list. */
  | { readonly to: 'returned'; readonly by: FunctionNode; readonly at: Node; readonly inside?: boolean }
  | { readonly to: 'stored'; readonly binding: Binding }
  /** Another function, object or list has it, and may yield it. */
  | { readonly to: 'passed'; readonly at: Node }

/** Where the value of an expression goes. */
export function useOf(expression: Node, module: Module, values: Values): Use {
  const use = direct(expression, module, values)
  if (use.to !== 'passed' || !isContainer(use.at)) return use
  // a part of an object or list: of interest is only whether that is the input of an activity or the like, or a result
  const { parents } = module.scopes
  let whole = use.at
  for (
    let at = parents.get(whole);
    at !== undefined && (isContainer(at) || isWrapper(at));
    at = parents.get(at)
  )
    whole = at
  const outer = direct(whole, module, values)
  if (outer.to === 'returned') return { ...outer, inside: true }
  return outer.to === 'read' && outer.at.type === 'CallExpression' ? outer : use
}

const isContainer = ({ type }: Node) =>
  type === 'Property' || type === 'ObjectExpression' || type === 'ArrayExpression'

function direct(expression: Node, module: Module, values: Values): Use {
  const { parents, bindings, declared, module: top } = module.scopes
  let node = expression
  for (;;) {
    const parent = parents.get(node)
    if (parent === undefined) return { to: 'passed', at: node }
    if (isWrapper(parent)) {
      node = parent
      continue
    }
    switch (parent.type) {
      case 'ExpressionStatement':
        return { to: 'dropped', at: parent }
      case 'SequenceExpression':
        if (parent.expressions.at(-1) !== node) return { to: 'dropped', at: parent }
        node = parent
        continue
      case 'ConditionalExpression':
        if (parent.test === node) return { to: 'read', at: parent }
        node = parent
        continue
      case 'LogicalExpression':
        if (parent.left === node) return { to: 'read', at: parent }
        node = parent
        continue
      case 'YieldExpression':
        return { to: parent.delegate ? 'delegated' : 'yielded', at: parent }
      case 'AwaitExpression':
        return { to: 'awaited', at: parent }
      case 'UnaryExpression':
        return { to: parent.operator === 'void' ? 'dropped' : 'read', at: parent }
      case 'BinaryExpression':
      case 'TemplateLiteral':
      case 'IfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
      case 'SwitchStatement':
      case 'ThrowStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
        return { to: 'read', at: parent }
      case 'ForStatement':
        return { to: parent.test === node ? 'read' : 'dropped', at: parent }
      case 'MemberExpression':
        if (parent.object !== node) return { to: 'read', at: parent }
        return parent.computed && keyOf(parent) === undefined
          ? { to: 'passed', at: parent }
          : { to: 'read', at: parent }
      case 'SpreadElement':
        return { to: 'read', at: parent }
      case 'ReturnStatement': {
        const by = functionOf(parent, parents)
        return by === undefined ? { to: 'passed', at: parent } : { to: 'returned', by, at: parent }
      }
      case 'ArrowFunctionExpression':
        return { to: 'returned', by: parent, at: parent }
      case 'VariableDeclarator': {
        if (parent.id.type !== 'Identifier') return { to: 'read', at: parent }
        const binding = declared.get(parent.id)
        return binding === undefined || binding.scope === top
          ? { to: 'passed', at: parent }
          : { to: 'stored', binding }
      }
      case 'AssignmentExpression': {
        if (parent.right !== node || ['??=', '||=', '&&='].includes(parent.operator))
          return { to: 'passed', at: parent }
        if (parent.operator !== '=') return { to: 'read', at: parent }
        if (parent.left.type === 'ObjectPattern' || parent.left.type === 'ArrayPattern')
          return { to: 'read', at: parent }
        const binding = parent.left.type === 'Identifier' ? bindings.get(parent.left) : undefined
        const kept = binding !== undefined && binding.scope.inside !== undefined
        return kept && parents.get(parent)?.type === 'ExpressionStatement'
          ? { to: 'stored', binding }
          : { to: 'passed', at: parent }
      }
      case 'CallExpression':
      case 'NewExpression': {
        if (parent.callee === node) return { to: 'read', at: parent }
        const callee = parent.type === 'CallExpression' ? values.of(parent.callee, module) : undefined
        // an activity, a child and a status take values, not operations
        return callee?.is === 'maker' && !callee.made.runs
          ? { to: 'read', at: parent }
          : { to: 'passed', at: parent }
      }
      default:
        return { to: 'passed', at: parent }
    }
  }
}

/** Where a stored value goes: the uses of the variable. */
export function usesOf(binding: Binding, module: Module, values: Values): Use[] {
  return binding.reads.map(one => useOf(one, module, values))
}

/** Whether members of an operation or generator are meant: not a result's. */
export function isOwnMember(use: Use): boolean {
  if (use.to !== 'read') return false
  const keys = keysRead(use.at)
  return keys.length > 0 && keys.every(key => key !== undefined && ownMembers.has(key))
}

/** The names of the members that are read: `a.kind`, `const { receive } = a`. */
function keysRead(at: Node): readonly (string | undefined)[] {
  if (at.type === 'MemberExpression') return [keyOf(at)]
  const pattern =
    at.type === 'VariableDeclarator' ? at.id : at.type === 'AssignmentExpression' ? at.left : undefined
  return pattern?.type === 'ObjectPattern' ? pattern.properties.map(keyOf) : []
}

/** Members that operations, signals and generators have. */
const ownMembers = new Set(['kind', 'next', 'throw', 'return', 'receive', 'drain', 'pending', 'signalName'])

function functionOf(node: Node, parents: ReadonlyMap<Node, Node>): FunctionNode | undefined {
  for (let at = parents.get(node); at !== undefined; at = parents.get(at)) if (isFunction(at)) return at
  return undefined
}

/** A call whose callback's results it drops, or reads as conditions: `orders.forEach(order => charge(order))`. */
export function callbackUse(by: FunctionNode, module: Module): 'dropped' | 'read' | undefined {
  const call = module.scopes.parents.get(by)
  if (call?.type !== 'CallExpression' || call.arguments[0] !== by) return undefined
  const callee = bare(call.callee)
  const key = callee.type === 'MemberExpression' ? keyOf(callee) : undefined
  if (key === 'forEach') return 'dropped'
  return key !== undefined && conditions.has(key) ? 'read' : undefined
}

const conditions = new Set([
  'filter',
  'some',
  'every',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'sort',
  'toSorted',
])
