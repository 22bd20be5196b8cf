import { basename } from 'node:path'
import type { Rule } from 'eslint'
import type { File } from '../analysis/file.ts'
import { isFunction, type Node } from '../analysis/node.ts'
import type { Instead } from '../analysis/impure.ts'
import { Nondeterminism, type Impure } from '../analysis/nondeterminism.ts'
import type { Replayed } from '../analysis/workflow-code.ts'
import { importName } from '../fixes/import-name.ts'
import { needsParentheses } from '../fixes/yield-star.ts'
import { rule, type Report } from '../rule.ts'

type Message = 'replayed' | 'called' | 'outside' | 'useSleep'

const remedies: Readonly<Record<Instead, string>> = {
  now: 'Use yield* now().',
  nowMs: 'Use (yield* now()).getTime().',
  random: 'Use yield* random().',
  uuid: 'Use yield* uuid().',
  sleep: 'Use yield* sleep(…).',
  activity: 'Do it in an activity.',
  sideEffect: 'Use yield* sideEffect(() => …), or the input of the workflow.',
  local: 'Keep it in the workflow function.',
  argument: 'Give it a date, such as yield* now().',
}

/** What differs from one replay to the next. */
export const noNondeterminism = rule<Message>({
  name: 'no-nondeterminism',
  description: 'Workflow code uses what differs from one replay to the next',
  recommended: true,
  fixable: true,
  suggests: true,
  messages: {
    replayed: '{{who}} {{does}}, which differs between replays. {{remedy}}',
    called: '{{who}} {{does}}, called from {{workflow}}. {{remedy}}',
    outside: "helper '{{name}}' ({{file}}) {{does}}, called from {{workflow}}. {{remedy}}",
    useSleep: 'Write yield* sleep(…).',
  },
  check(file, report) {
    const search = new Nondeterminism(file.values)
    const done = new Set<Node>()
    for (const by of file.workflow.replayed.values()) {
      const isMine = (inner: Node) => !isFunction(inner) || file.workflow.ownerOf(inner) === by
      for (const impure of search.in(by.node, file.module, isMine)) {
        if (done.has(impure.node)) continue
        done.add(impure.node)
        reportHere(impure, by, file, report)
      }
    }
    for (const { at, value, by } of file.workflow.outside) {
      // a generator that yields operations is reported in its own file
      if (isFunction(value.node) && file.workflow.isWorkflowGenerator(value.node, value.module)) continue
      const found = search.reached(value.node, value.module, value.name)
      if (found === undefined || done.has(at)) continue
      done.add(at)
      report({
        node: at,
        messageId: 'outside',
        data: {
          name: found.name,
          file: `${basename(found.module.path)}:${found.module.lineOf(found.node)}`,
          does: found.does,
          workflow: calledFrom(by),
          remedy: remedies[found.instead],
        },
      })
    }
  },
})

const calledFrom = ({ workflow, name }: Replayed) =>
  workflow === undefined ? named('workflow generator', name) : named('workflow', workflow)

/** `workflow 'order'`, and `a workflow` if it has no name. */
const named = (what: string, name: string) => (name === '' ? `a ${what}` : `${what} '${name}'`)

function reportHere(impure: Impure, by: Replayed, file: File, report: Report<Message>): void {
  const { node, instead } = impure
  const isHelper = by.role === 'helper' || (by.role === 'generator' && by.workflow !== undefined)
  const { fix, suggestion } = remedyOf(impure, file)
  report({
    node,
    messageId: isHelper ? 'called' : 'replayed',
    data: {
      who: named(isHelper ? 'helper' : by.role === 'workflow' ? 'workflow' : 'workflow generator', by.name),
      workflow: calledFrom(by),
      does: impure.does,
      remedy: remedies[instead],
    },
    fix: fix ?? null,
    ...(suggestion === undefined ? {} : { suggest: [{ messageId: 'useSleep', fix: suggestion }] }),
  })
}

type Fix = (fixer: Rule.RuleFixer) => Rule.Fix[]

/** The fix, where an operation does the same and can be yielded. A sleep takes a number of its own, so it's only suggested. */
function remedyOf(impure: Impure, file: File): { fix?: Fix; suggestion?: Fix } {
  const { node, instead } = impure
  if (file.workflow.generatorAround(node) === undefined) return {}
  const replace = (
    operation: string,
    given: string,
    wrap: (code: string) => string,
    at: Node,
  ): Fix | undefined => {
    const imported = importName(operation, at, file)
    if (imported === undefined) return undefined
    return fixer => [fixer.replaceText(at, wrap(`yield* ${imported.name}(${given})`)), ...imported.fix(fixer)]
  }
  const wrapped = (code: string) => (needsParentheses(node, file) ? `(${code})` : code)
  if (instead === 'nowMs' && node.type === 'CallExpression') {
    return fixOnly(replace('now', '', code => `(${code}).getTime()`, node))
  }
  if (instead === 'now' && impure.does === 'uses new Date()')
    return fixOnly(replace('now', '', wrapped, node))
  if (instead === 'random' && impure.does === 'uses Math.random()')
    return fixOnly(replace('random', '', wrapped, node))
  if (instead === 'uuid' && node.type === 'CallExpression' && node.arguments.length === 0)
    return fixOnly(replace('uuid', '', wrapped, node))
  if (instead === 'sleep') {
    const [at, length] = awaitedTimer(node, impure, file) ?? []
    const suggestion =
      at === undefined || length === undefined
        ? undefined
        : replace(
            'sleep',
            file.text.slice(...length.range!),
            code => (needsParentheses(at, file) ? `(${code})` : code),
            at,
          )
    return suggestion === undefined ? {} : { suggestion }
  }
  return {}
}

const fixOnly = (fix: Fix | undefined) => (fix === undefined ? {} : { fix })

/** `await setTimeout(ms)` of `node:timers/promises`: the whole, and the length. */
function awaitedTimer(node: Node, { does }: Impure, file: File): [Node, Node] | undefined {
  if (node.type !== 'CallExpression' || !does.includes('timers/promises') || node.arguments.length !== 1)
    return undefined
  const parent = file.module.scopes.parents.get(node)
  return parent?.type === 'AwaitExpression' ? [parent, node.arguments[0]!] : undefined
}
