import type { Branch } from '../view/branch.ts'
import type { ExecutionView } from '../view/execution-view.ts'
import type { StepView } from '../view/step.ts'

/** A node of the tree of an execution, in the order of its first event. */
export type TreeNode = StepNode | BranchesNode | BranchNode | WaitNode

/** A step, and the branch that waits for it, if the workflow's code is known. */
export interface StepNode {
  readonly node: 'step'
  readonly step: StepView
  readonly wait: Branch | undefined
}

/**
 * The branches of a composite (`all`, `race`, `map`, a saga). `place`: the composite's id. If it has one branch, `nodes` are those of that
 * branch. Only composites that have several branches or that a branch waits for are shown.
 */
export interface BranchesNode {
  readonly node: 'branches'
  readonly place: string
  /** The branch that waits for the composite, with its operation in words (`all(…)`), if the workflow's code is known. */
  readonly wait: Branch | undefined
  readonly nodes: readonly TreeNode[]
}

/** A branch with several steps: that of a saga, of a fork, or one of several. A branch with one step is shown as that step. */
export interface BranchNode {
  readonly node: 'branch'
  readonly place: string
  readonly nodes: readonly TreeNode[]
}

/** A branch that waits for something that isn't a step: a signal, a fork, other branches. */
export interface WaitNode {
  readonly node: 'wait'
  readonly wait: Branch
}

/**
 * The steps of an execution as the tree of its branches. Signals that the execution received are left out, because they belong to no
 * branch.
 *
 * @example
 * ```ts
 * for (const node of treeOf(view)) if (node.node === 'step') console.log(node.step.name, node.step.state)
 * ```
 */
export function treeOf({ steps, branches = [] }: Pick<ExecutionView, 'steps' | 'branches'>): TreeNode[] {
  const coroutines = new Map<string, Coroutine>([['', { place: '', steps: [], wait: undefined, below: [] }]])
  const coroutine = (place: string): Coroutine => {
    const known = coroutines.get(place) ?? { place, steps: [], wait: undefined, below: [] }
    coroutines.set(place, known)
    return known
  }
  for (const step of steps) {
    if (step.kind !== 'signal') coroutine(step.branch ?? '').steps.push(step)
  }
  for (const branch of branches) coroutine(branch.branch).wait = branch
  for (const one of coroutines.values()) {
    if (one.place !== '') coroutines.get(parentOf(one.place, coroutines))!.below.push(one)
  }
  return nodesOf(coroutines.get('')!)
}

/** One generator of the program, or one operation that is a branch. */
interface Coroutine {
  readonly place: string
  readonly steps: StepView[]
  /** Those that it runs. */
  readonly below: Coroutine[]
  wait: Branch | undefined
}

/** The innermost coroutine around a place, among those that have steps or wait. */
function parentOf(place: string, coroutines: ReadonlyMap<string, unknown>): string {
  let parent = place
  do parent = parent.slice(0, Math.max(0, parent.lastIndexOf('.')))
  while (!coroutines.has(parent))
  return parent
}

function nodesOf({ place, steps, below, wait }: Coroutine): TreeNode[] {
  const waitsFor = (step: StepView) => wait?.id === step.id && step.closed === undefined
  const stepNodes = steps.map((step): StepNode => ({
    node: 'step',
    step,
    wait: waitsFor(step) ? wait : undefined,
  }))
  const composites = new Map<string | undefined, Coroutine[]>()
  for (const one of below) {
    const composite = compositeOf(one.place, place)
    const branches = composites.get(composite) ?? []
    composites.set(composite, branches)
    branches.push(one)
  }
  const last = [...composites.keys()].at(-1)
  const waitsForStep = steps.some(waitsFor)
  const compositeNodes = [...composites].flatMap(([composite, branches]): TreeNode[] => {
    if (composite === undefined) return branches.flatMap(branchNodes)
    const waits = composite === last && !waitsForStep && branches.some(isOpen)
    const [only] = branches.length === 1 ? branches : []
    if (only !== undefined && !waits) return branchNodes(only)
    const nodes = only === undefined ? inOrder(branches.flatMap(branchNodes)) : nodesOf(only)
    return [{ node: 'branches', place: composite, wait: waits ? wait : undefined, nodes }]
  })
  const all = inOrder([...stepNodes, ...compositeNodes])
  const isShown = all.some(one => 'wait' in one && one.wait !== undefined)
  return wait === undefined || isShown ? all : [...all, { node: 'wait', wait }]
}

/** The composite whose branch a coroutine is; undefined for a fork, whose place is one number longer than that of its parent. */
function compositeOf(place: string, parent: string): string | undefined {
  const rest = parent === '' ? place : place.slice(parent.length + 1)
  return rest.includes('.') ? place.slice(0, place.lastIndexOf('.')) : undefined
}

function branchNodes(branch: Coroutine): TreeNode[] {
  const nodes = nodesOf(branch)
  return nodes.length <= 1 ? nodes : [{ node: 'branch', place: branch.place, nodes }]
}

const isOpen = ({ steps, below, wait }: Coroutine): boolean =>
  wait !== undefined || steps.some(step => step.closed === undefined) || below.some(isOpen)

/** Nodes in the order of their first events. */
const inOrder = (nodes: readonly TreeNode[]): TreeNode[] =>
  nodes
    .map(node => ({ node, first: firstEvent(node) }))
    .toSorted((a, b) => a.first - b.first)
    .map(({ node }) => node)

/** The first event of a node, whose own nodes are in order. */
function firstEvent(node: TreeNode): number {
  if (node.node === 'step') return node.step.requested.eventId
  if (node.node === 'wait') return node.wait.since?.eventId ?? Infinity
  return node.nodes[0] === undefined ? Infinity : firstEvent(node.nodes[0])
}
