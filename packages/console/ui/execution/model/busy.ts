import type { RunView } from './run-view.ts'
import type { Stretch } from './time-scale.ts'

const time = (ref: { readonly at: Date }) => ref.at.getTime()

/** Stretches in which something of a run worked or waited in a queue. Timers and waits for signals aren't, only their ends are. */
export function busyStretches(view: RunView, now: number): Stretch[] {
  const end = (ref: { readonly at: Date } | undefined) => (ref === undefined ? now : time(ref))
  const point = (ref: { readonly at: Date } | undefined): Stretch[] =>
    ref === undefined ? [] : [{ from: time(ref), to: time(ref) }]
  const closed = view.closed
  return [
    ...view.decisionTasks.map(task => ({ from: time(task.scheduled), to: end(task.closed ?? closed) })),
    ...view.steps.flatMap(step => {
      if (step.kind === 'child') return [{ from: time(step.requested), to: end(step.closed ?? closed) }]
      return [
        ...step.attempts.map(one => ({ from: time(one.scheduled), to: end(one.closed ?? closed) })),
        ...point(step.requested),
        ...point(step.closed),
      ]
    }),
    ...(closed === undefined ? [{ from: now, to: now }] : point(closed)),
  ]
}

/** The time that a timeline shows: from the start to the end, or to the last time that an open step waits for. */
export function wholeStretch(view: RunView, now: number): Stretch {
  const from = time(view.started)
  if (view.closed !== undefined) return { from, to: time(view.closed) }
  const waits = view.steps
    .filter(({ closed }) => closed === undefined)
    .map(({ nextAttempt, deadline }) => (nextAttempt ?? deadline)?.at.getTime() ?? 0)
  return { from, to: waits.reduce((a, b) => Math.max(a, b), now) }
}
