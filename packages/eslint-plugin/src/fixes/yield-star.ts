import type { Rule } from 'eslint'
import type { File } from '../analysis/file.ts'
import { endOf, isWrapper, startOf, type Node } from '../analysis/node.ts'

/** Parents in which `yield* x` needs no parentheses. */
const loose = new Set([
  'ExpressionStatement',
  'VariableDeclarator',
  'AssignmentExpression',
  'AssignmentPattern',
  'ReturnStatement',
  'ThrowStatement',
  'TemplateLiteral',
  'IfStatement',
  'WhileStatement',
  'DoWhileStatement',
  'SwitchStatement',
  'ForOfStatement',
  'ForInStatement',
  'Property',
  'ArrayExpression',
  'SequenceExpression',
  'YieldExpression',
  'SpreadElement',
  'ImportExpression',
])

/** Whether `yield*` in the place of an expression needs parentheses. */
export function needsParentheses(node: Node, file: File): boolean {
  const parent = file.module.scopes.parents.get(node)
  if (parent === undefined || isParenthesized(node, file.text)) return false
  if (parent.type === 'CallExpression' || parent.type === 'NewExpression') return parent.callee === node
  if (parent.type === 'MemberExpression') return !(parent.computed && parent.property === node)
  if (parent.type === 'ConditionalExpression') return parent.test === node
  return isWrapper(parent) || !loose.has(parent.type)
}

function isParenthesized(node: Node, text: string): boolean {
  return /\(\s*$/.test(text.slice(0, startOf(node))) && /^\s*\)/.test(text.slice(endOf(node)))
}

/** Writes `yield*` before an expression. Undefined if it isn't directly in a generator of a workflow, where that would be an error. */
export function yieldStar(node: Node, file: File): ((fixer: Rule.RuleFixer) => Rule.Fix[]) | undefined {
  if (file.workflow.generatorAround(node) === undefined) return undefined
  const wrap = needsParentheses(node, file)
  return fixer => [
    fixer.insertTextBefore(node, wrap ? '(yield* ' : 'yield* '),
    ...(wrap ? [fixer.insertTextAfter(node, ')')] : []),
  ]
}
