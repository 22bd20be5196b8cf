import type { Branch, StepView, TreeNode } from '@reyield/inspect'
import { treeOf } from '@reyield/inspect/browser'
import type { RunView } from './run-view.ts'

/** A row of the timeline. `key` is unique within it, and the same when the run has grown. */
export type TimelineRow = { readonly key: string; readonly depth: number; readonly run: string } & (
  | {
      readonly row: 'step'
      readonly step: StepView
      readonly wait: Branch | undefined
      readonly open?: boolean
    }
  | {
      readonly row: 'group'
      readonly title: string
      readonly place: string
      readonly steps: readonly StepView[]
      readonly open: boolean
    }
  | { readonly row: 'wait'; readonly wait: Branch }
  | { readonly row: 'decider' }
  | { readonly row: 'signals'; readonly steps: readonly StepView[]; readonly open: boolean }
  /** Below a child: its run is being loaded, can't be, or has no steps. */
  | { readonly row: 'note'; readonly text: string }
)

/** What is known of a child's run. */
export type ChildRun = { readonly view: RunView } | { readonly problem: string } | 'loading'

/** Which rows are closed or open, by their keys, and the runs of children that were loaded, by the child's row. */
export interface Shown {
  readonly closed: ReadonlySet<string>
  readonly opened: ReadonlySet<string>
  readonly children: ReadonlyMap<string, ChildRun>
}

/** The rows of a run: its decider, its signals, and its steps as the tree of its branches. Children that are open have their rows below. */
export function timelineRows(view: RunView, shown: Shown, run = '', depth = 0): TimelineRow[] {
  const signals = view.steps.filter(({ kind }) => kind === 'signal')
  const signalsKey = `${run}signals`
  const isOpen = shown.opened.has(signalsKey)
  return [
    { row: 'decider', key: `${run}decider`, depth, run },
    ...(signals.length === 0
      ? []
      : [{ row: 'signals' as const, key: signalsKey, depth, run, steps: signals, open: isOpen }]),
    ...(isOpen ? signals : []).map((step): TimelineRow => ({
      row: 'step',
      key: `${run}${step.requested.eventId}`,
      depth: depth + 1,
      run,
      step,
      wait: undefined,
    })),
    ...treeOf(view).flatMap(node => rowsOf(node, shown, run, depth)),
  ]
}

function rowsOf(node: TreeNode, shown: Shown, run: string, depth: number): TimelineRow[] {
  if (node.node === 'wait') {
    return [{ row: 'wait', key: `${run}wait ${node.wait.branch}`, depth, run, wait: node.wait }]
  }
  if (node.node === 'step') return stepRows(node.step, node.wait, shown, run, depth)
  const key = `${run}${node.node} ${node.place}`
  const open = !shown.closed.has(key)
  const title = titleOf(node)
  const steps = stepsOf(node)
  return [
    { row: 'group', key, depth, run, title, place: node.place, steps, open },
    ...(open ? node.nodes.flatMap(below => rowsOf(below, shown, run, depth + 1)) : []),
  ]
}

function titleOf(node: Exclude<TreeNode, { node: 'step' | 'wait' }>): string {
  if (node.node === 'branch') return `branch ${node.place}`
  return node.wait?.operation ?? `${node.nodes.length} branches`
}

const stepsOf = (node: TreeNode): StepView[] =>
  node.node === 'step' ? [node.step] : node.node === 'wait' ? [] : node.nodes.flatMap(stepsOf)

function stepRows(
  step: StepView,
  wait: Branch | undefined,
  shown: Shown,
  run: string,
  depth: number,
): TimelineRow[] {
  const key = `${run}${step.requested.eventId}`
  const row = { row: 'step' as const, key, depth, run, step, wait }
  if (step.kind !== 'child' || step.execution?.runId === undefined) return [row]
  if (!shown.opened.has(key)) return [{ ...row, open: false }]
  const child = shown.children.get(key) ?? 'loading'
  const note = (text: string): TimelineRow => ({
    row: 'note',
    key: `${key}/note`,
    depth: depth + 1,
    run,
    text,
  })
  const below =
    child === 'loading'
      ? [note('Loading its steps…')]
      : 'problem' in child
        ? [note(child.problem)]
        : timelineRows(child.view, shown, `${key}/`, depth + 1)
  return [{ ...row, open: true }, ...below]
}
