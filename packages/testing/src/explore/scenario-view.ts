import type { ReplayReport } from '@reyield/replay'
import { historyOf } from '../simulator/execution.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { SentSignal } from '../simulator/options.ts'
import type { ScenarioView, Worked } from './view.ts'

/** What the view is made of. */
interface ViewSource {
  readonly simulator: Simulator
  readonly worked: readonly Worked[]
  /** Indexes of the signals that have arrived. */
  readonly sent: readonly number[]
  readonly signals: readonly SentSignal[]
  readonly report: ReplayReport | undefined
  readonly cancelRequests: number
}

/** The view of a scenario that its checks get. Each member is computed when it is read. */
export function scenarioView(source: ViewSource): ScenarioView {
  const { simulator, worked, sent, signals, report } = source
  const { root } = simulator
  const of = (what: unknown) => (what === undefined ? worked : worked.filter(isOf(what)))
  const view = {
    worked: of,
    done: (what: unknown) => of(what).filter(({ error }) => error === undefined),
    get signals() {
      return sent.map(index => ({ name: signals[index]!.name, value: signals[index]!.value }))
    },
    cancelRequests: source.cancelRequests,
    closeStatus: root.closed?.status,
    get result() {
      return simulator.outcome.result
    },
    get error() {
      return simulator.outcome.error
    },
    status: report?.status,
    waiting: root.closed === undefined ? (report?.waiting ?? []) : [],
    unread: report?.unread ?? [],
    warnings: simulator.warnings.list,
    history: {
      execution: { workflowId: root.workflowId, runId: root.runId },
      get events() {
        return historyOf(root)
      },
    },
  }
  return view
}

const isOf =
  (what: unknown) =>
  ({ name }: Worked): boolean =>
    typeof what === 'string'
      ? name === what
      : name === ((what as { activityName?: string }).activityName ?? (what as { name?: string }).name)
