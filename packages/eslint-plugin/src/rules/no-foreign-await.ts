import type * as ES from 'estree'
import type { File } from '../analysis/file.ts'
import { combinators, Microtasks, promiseMethod, type Foreign } from '../analysis/microtasks.ts'
import { bare, eachNode, startOf, type Node } from '../analysis/node.ts'
import { functionAround } from '../analysis/scopes.ts'
import type { Replayed } from '../analysis/workflow-code.ts'
import { needsParentheses } from '../fixes/yield-star.ts'
import { importName } from '../fixes/import-name.ts'
import { rule, type Report } from '../rule.ts'

type Message = Foreign | 'iteration' | 'combinator' | 'writeYieldStar' | 'useComposite'

/** Awaiting what isn't in the history. */
export const noForeignAwait = rule<Message>({
  name: 'no-foreign-await',
  description: 'A workflow awaits something that does not settle by microtasks alone',
  recommended: true,
  suggests: true,
  schema: [
    {
      type: 'object',
      properties: { allow: { type: 'array', items: { type: 'string' }, uniqueItems: true } },
      additionalProperties: false,
    },
  ],
  messages: {
    foreign:
      "{{where}} awaits a promise from outside. A replay can't wait for it, so the execution is held. Do it in an activity.",
    early:
      '{{where}} awaits a promise that was made before a yield*. If it rejects before that, no code handles it. Await it where it is made.',
    operation: "await doesn't run '{{name}}': it returns the operation. Write yield*.",
    iteration:
      "{{where}} waits for a stream by for await. A replay can't wait for it. Read it in an activity.",
    combinator: 'Promise.{{name}} runs no operations. Write yield* {{name}}(…).',
    writeYieldStar: 'Write yield* instead of await.',
    useComposite: 'Write yield* {{name}}(…).',
  },
  check(file, report, context) {
    const { allow } = (context.options[0] ?? {}) as { allow?: readonly string[] }
    const microtasks = new Microtasks(file.values, allow)
    const { module, workflow } = file
    const done = new Set<Node>()
    for (const node of module.nodesOf('AwaitExpression')) {
      const by = workflow.ownerOf(node)
      if (by === undefined) continue
      const awaited = bare(node.argument)
      if (reportCombinator(awaited, node, file, report)) done.add(awaited)
      else reportAwait(node, microtasks, placeOf(by), file, report)
    }
    for (const node of module.nodesOf('ForOfStatement')) {
      const by = node.await ? workflow.ownerOf(node) : undefined
      if (by !== undefined) report({ node, messageId: 'iteration', data: { where: placeOf(by) } })
    }
    for (const node of module.scopes.calls) {
      if (!done.has(node) && workflow.ownerOf(node) !== undefined) reportCombinator(node, node, file, report)
    }
  },
})

/** The function that awaits, as a message begins. */
function placeOf({ role, name }: Replayed): string {
  if (role === 'workflow') return `The workflow '${name}'`
  return name === '' ? 'This function' : `'${name}'`
}

function reportAwait(
  node: ES.AwaitExpression,
  microtasks: Microtasks,
  where: string,
  file: File,
  report: Report<Message>,
): void {
  const problem = microtasks.problemOf(node.argument, file.module)
  if (problem === undefined || isReportedInside(node, problem, file)) return
  const fixable = problem === 'operation' && file.workflow.generatorAround(node) !== undefined
  report({
    node,
    messageId: problem,
    data: { where, name: nameOf(node.argument, file) },
    ...(fixable
      ? {
          suggest: [
            {
              messageId: 'writeYieldStar',
              fix: fixer => {
                const { text } = file
                const [start] = node.range!
                const rest = text.slice(start + 'await'.length, node.range![1]).trimStart()
                const whole = `yield* ${rest}`
                return fixer.replaceText(node, needsParentheses(node, file) ? `(${whole})` : whole)
              },
            },
          ],
        }
      : {}),
  })
}

/** An async helper of this file is itself reported, at the line that awaits. */
function isReportedInside(
  node: ES.AwaitExpression,
  problem: Foreign,
  { values, module, workflow }: File,
): boolean {
  if (problem !== 'foreign') return false
  const awaited = values.of(node.argument)
  if (awaited?.is !== 'promise' || awaited.module !== module || workflow.ownerOf(awaited.node) === undefined)
    return false
  let awaits = false
  eachNode(awaited.node.body, inner => {
    if (inner.type === 'AwaitExpression' && functionAround(inner, module.scopes) === awaited.node)
      awaits = true
  })
  return awaits
}

/** Reports `Promise.all([charge(order)])`: operations aren't promises. */
function reportCombinator(call: Node, whole: Node, file: File, report: Report<Message>): boolean {
  if (call.type !== 'CallExpression') return false
  const method = promiseMethod(bare(call.callee))
  const name = combinators.find(one => one === method)
  if (name === undefined || file.values.of(call.arguments[0])?.is !== 'list') return false
  const imported =
    file.workflow.generatorAround(whole) === undefined ? undefined : importName(name, whole, file)
  report({
    node: whole,
    messageId: 'combinator',
    data: { name },
    ...(imported === undefined
      ? {}
      : {
          suggest: [
            {
              messageId: 'useComposite',
              data: { name },
              fix: fixer => {
                const given = file.text.slice(startOf(call.arguments[0]!), call.arguments.at(-1)!.range![1])
                const text = `yield* ${imported.name}(${given})`
                return [
                  fixer.replaceText(whole, needsParentheses(whole, file) ? `(${text})` : text),
                  ...imported.fix(fixer),
                ]
              },
            },
          ],
        }),
  })
  return true
}

function nameOf(node: Node, { text }: File): string {
  const inner = bare(node)
  const called = inner.type === 'CallExpression' ? inner.callee : inner
  const code = text.slice(...called.range!)
  const short = code.length > 40 || code.includes('\n') ? 'this operation' : code
  return inner.type === 'CallExpression' ? `${short}(…)` : short
}
