import { expect, it } from 'vitest'
import type { Branch } from '../view/branch.ts'
import type { StepView } from '../view/step.ts'
import { treeOf, type TreeNode } from './tree.ts'

const at = (eventId: number) => ({ eventId, at: new Date(eventId * 1000) })

/** An activity whose id is its place; `closed`: the event that closed it. */
const step = (id: string, requested: number, closed?: number, branch = placeOf(id)): StepView => ({
  kind: 'activity',
  id,
  branch,
  name: `a${id}`,
  version: '1.0',
  state: closed === undefined ? 'running' : 'completed',
  requested: at(requested),
  closed: closed === undefined ? undefined : at(closed),
  input: undefined,
  result: undefined,
  failure: undefined,
  attempts: [],
  cancelRequested: undefined,
  deadline: undefined,
  nextAttempt: undefined,
  duration: undefined,
  execution: undefined,
  taskList: undefined,
  marker: undefined,
  events: [],
})

const placeOf = (id: string) => id.slice(0, Math.max(0, id.lastIndexOf('.')))

const wait = (branch: string, operation: string, id?: string, since = 90): Branch => ({
  branch,
  operation,
  id,
  since: at(since),
  lines: [],
})

/** The tree as indented lines. */
const drawn = (nodes: readonly TreeNode[], indent = ''): string[] =>
  nodes.flatMap(node => {
    if (node.node === 'wait') return [`${indent}waits for ${node.wait.operation}`]
    if (node.node === 'step')
      return [`${indent}${node.step.id}${node.wait ? ` (${node.wait.operation})` : ''}`]
    const waits = node.node === 'branches' && node.wait ? ` (${node.wait.operation})` : ''
    return [`${indent}${node.node} ${node.place}${waits}`, ...drawn(node.nodes, `${indent}  `)]
  })

it.each<[string, readonly StepView[], readonly Branch[] | undefined, string[]]>([
  ['nothing', [], undefined, []],
  ['a sequence, from history alone', [step('1', 5, 8), step('2', 12)], undefined, ['1', '2']],
  [
    'the step that the workflow waits for',
    [step('1', 5, 8), step('2', 12)],
    [wait('', "activity 'a2'", '2')],
    ['1', "2 (activity 'a2')"],
  ],
  [
    'branches, each with one step, below their composite',
    [step('1', 5, 8), step('2.1.1', 12, 20), step('2.2.1', 13)],
    [wait('', 'all(…)'), wait('2.2', "activity 'a2.2.1'", '2.2.1')],
    ['1', 'branches 2 (all(…))', '  2.1.1', "  2.2.1 (activity 'a2.2.1')"],
  ],
  [
    'a branch with several steps, and one that waits for a signal',
    [step('1.1.1', 5, 8), step('1.1.2', 12)],
    [wait('', 'race(…)'), wait('1.1', "activity 'x'", '1.1.2'), wait('1.2', "receive of signal 'go'")],
    [
      'branches 1 (race(…))',
      '  branch 1.1',
      '    1.1.1',
      "    1.1.2 (activity 'x')",
      "  waits for receive of signal 'go'",
    ],
  ],
  [
    'a composite that has ended, and what came after it',
    [step('1.1.1', 5, 8), step('1.2.1', 6, 9), step('2', 12, 15)],
    [wait('', "receive of signal 'go'")],
    ['branches 1', '  1.1.1', '  1.2.1', '2', "waits for receive of signal 'go'"],
  ],
  [
    'a saga that has ended as one branch, and a branch with one step as that step',
    [step('1.1.1', 5, 8), step('1.1.2', 9, 10), step('2.2.1', 12, 15), step('3', 16)],
    undefined,
    ['branch 1.1', '  1.1.1', '  1.1.2', '2.2.1', '3'],
  ],
  [
    'the steps of a saga that the workflow waits for directly below it',
    [step('1.1.1', 5, 8), step('1.1.2', 9)],
    [wait('', 'saga(…)'), wait('1.1', "activity 'a1.1.2'", '1.1.2')],
    ['branches 1 (saga(…))', '  1.1.1', "  1.1.2 (activity 'a1.1.2')"],
  ],
  [
    'a fork beside the steps of the workflow',
    [step('1.1', 5, 8), step('1.2', 12), step('2', 6)],
    [wait('', "activity 'a2'", '2'), wait('1', "activity 'a1.2'", '1.2')],
    ['branch 1', '  1.1', "  1.2 (activity 'a1.2')", "2 (activity 'a2')"],
  ],
  [
    'composites within composites',
    [step('1.1.1.1.1', 5, 8), step('1.1.1.2.1', 6, 9), step('1.1.2', 12), step('1.2.1', 7)],
    undefined,
    [
      'branches 1',
      '  branch 1.1',
      '    branches 1.1.1',
      '      1.1.1.1.1',
      '      1.1.1.2.1',
      '    1.1.2',
      '  1.2.1',
    ],
  ],
  [
    'a step whose id the workflow chose, in the order of events',
    [step('1', 5, 8), { ...step('box', 12, undefined), branch: undefined }, step('2', 13)],
    undefined,
    ['1', 'box', '2'],
  ],
])('shows %s', (_, steps, branches, lines) => {
  expect(drawn(treeOf({ steps, branches }))).toEqual(lines)
})
