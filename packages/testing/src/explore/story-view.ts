import type { Teller } from './teller.ts'
import type { StoryView, Worked } from './view.ts'

/** The story as its checks see it; each part is made when it is looked at. */
export function storyView(teller: Teller): StoryView {
  const { stage, worked, sent, signals, report, root } = teller
  const of = (what: unknown) => (what === undefined ? worked : worked.filter(isOf(what)))
  const view = {
    worked: of,
    done: (what: unknown) => of(what).filter(({ error }) => error === undefined),
    get signals() {
      return sent.map(index => ({ name: signals[index]!.name, value: signals[index]!.value }))
    },
    cancelRequests: teller.cancelRequests,
    closeStatus: root.closed,
    get result() {
      return stage.outcome.result
    },
    get error() {
      return stage.outcome.error
    },
    status: report?.status,
    waiting: root.closed === undefined ? (report?.waiting ?? []) : [],
    unread: report?.unread ?? [],
    history: {
      execution: { workflowId: root.workflowId, runId: root.runId },
      events: root.events,
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
