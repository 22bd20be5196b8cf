import { treeOf, type Branch, type ExecutionView, type TreeNode } from '@reyield/inspect'
import { joined, paint, text, type Text } from '../output/text.ts'
import { executionLines, stateText } from './execution-text.ts'
import { distinctLines, placeOf, sourceText } from './source-text.ts'
import { attemptText, stepText } from './step-text.ts'

/** An execution with what belongs to it. */
export interface Traced {
  readonly view: ExecutionView
  /** Child executions by their workflow ids. */
  readonly children: ReadonlyMap<string, Traced | Unread>
  /** How many children weren't read because there are too many. */
  readonly more: number
  /** Other runs of the same workflow id, oldest first. */
  readonly chain: readonly ChainedRun[]
}

/** A child that can't be read. */
export interface Unread {
  readonly unread: string
}

/** Another run that this one continues as new, or that continues it. */
export interface ChainedRun {
  readonly runId: string
  readonly isEarlier: boolean
  readonly view: ExecutionView | undefined
}

/** How many failed attempts of a step are shown. */
const mostAttempts = 3

/** The lines of an execution and all below it. */
export function tracedLines(traced: Traced): Text[] {
  return [...executionLines(traced.view), ...chainLines(traced), ...treeLines(traced)]
}

function chainLines({ chain }: Traced): Text[] {
  return chain.map(({ runId, isEarlier, view }) => {
    const name = paint.dim(`${isEarlier ? 'earlier' : 'later'} run ${runId}`)
    if (view === undefined) return text`${name}  SWF has removed its history`
    const { state, sizes, started } = view
    return text`${name}  ${stateText(state)}  ${sizes.events} events  ${paint.dim(`started ${started.at.toISOString()}`)}`
  })
}

function treeLines(traced: Traced): Text[] {
  const nodes = treeOf(traced.view)
  const lines = drawn(nodes.map(node => blockOf(node, traced)))
  return traced.more === 0
    ? lines
    : [...lines, paint.dim(`… ${traced.more} more children aren't shown: choose a higher --children`)]
}

/** Lines that belong together, and blocks below them. */
interface Block {
  readonly lines: readonly Text[]
  readonly below: readonly Block[]
}

const blockOf = (node: TreeNode, traced: Traced): Block => {
  switch (node.node) {
    case 'step':
      return stepBlock(node, traced)
    case 'branches':
      return {
        lines: [
          text`${paint.bold(node.wait === undefined ? 'branches' : node.wait.operation)} (${node.place})`,
          ...waitLines(node.wait),
        ],
        below: node.nodes.map(one => blockOf(one, traced)),
      }
    case 'branch':
      return {
        lines: [text`${paint.bold('branch')} (${node.place})`],
        below: node.nodes.map(one => blockOf(one, traced)),
      }
    default: {
      const { operation, since, id } = node.wait
      if (id !== undefined && !traced.view.steps.some(step => step.id === id)) {
        return {
          lines: [
            text`${paint.dim('◌')} not asked for yet: ${paint.bold(operation)} follows with the next decisions`,
            ...waitLines(node.wait),
          ],
          below: [],
        }
      }
      const when =
        since === undefined ? '' : paint.dim(` since event ${since.eventId}, ${since.at.toISOString()}`)
      return {
        lines: [text`${paint.cyan('◌')} waits for ${paint.bold(operation)}${when}`, ...waitLines(node.wait)],
        below: [],
      }
    }
  }
}

function stepBlock({ step, wait }: Extract<TreeNode, { node: 'step' }>, traced: Traced): Block {
  const failed = step.attempts.filter(({ state }) => state === 'failed' || state === 'timedOut')
  const isShown = step.closed === undefined || step.state !== 'completed'
  const shown = isShown && (failed.length > 1 || step.closed === undefined) ? failed.slice(-mostAttempts) : []
  const left = isShown ? failed.length - shown.length : 0
  const child = step.kind === 'child' ? traced.children.get(step.execution?.workflowId ?? '') : undefined
  const [source] = step.lines ?? []
  const at = wait === undefined && source !== undefined ? paint.dim(`  ${placeOf(source)}`) : ''
  return {
    lines: [
      joined([stepText(step, traced.view), at]),
      ...(shown.length > 0 && left > 0 ? [paint.dim(`  ${left} earlier attempts failed`)] : []),
      ...shown.map(attempt => text`  ${attemptText(attempt)}`),
      ...waitLines(wait),
    ],
    below: child === undefined ? [] : [childBlock(child)],
  }
}

const childBlock = (child: Traced | Unread): Block =>
  'unread' in child
    ? { lines: [paint.dim(child.unread)], below: [] }
    : {
        lines: executionLines(child.view).map((line, index) => (index === 0 ? line : joined(['  ', line]))),
        below: treeOf(child.view).map(node => blockOf(node, child)),
      }

/** The source lines of a waiting branch, and its variables. */
function waitLines(wait: Branch | undefined): Text[] {
  if (wait === undefined) return []
  const variables = Object.entries(wait.variables ?? {})
  return [
    ...distinctLines(wait.lines).map(line => text`  at ${sourceText(line)}`),
    ...variables.map(([name, value]) => text`  ${paint.magenta(name)} = ${value}`),
  ]
}

/** Blocks as a tree. */
function drawn(blocks: readonly Block[]): Text[] {
  return blocks.flatMap(({ lines, below }, index) => {
    const isLast = index === blocks.length - 1
    const rest = isLast ? '   ' : '│  '
    const inner = drawn(below)
    const [first = '', ...others] = lines
    return [
      joined([paint.dim(isLast ? '└─ ' : '├─ '), first]),
      ...others.map(line => joined([paint.dim(rest), paint.dim(below.length > 0 ? '│' : ' '), line])),
      ...inner.map(line => joined([paint.dim(rest), line])),
    ]
  })
}
