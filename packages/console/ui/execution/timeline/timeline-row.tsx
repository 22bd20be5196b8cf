import type { StepView } from '@reyield/inspect'
import type { RowAttributes } from '../../parts/rows.tsx'
import { counted, spanText } from '../../parts/time-text.ts'
import { hrefOf } from '../../routes.ts'
import { segments } from '../model/segments.ts'
import { stepAt } from '../model/step-at.ts'
import { stepTitle, waitText } from '../model/step-title.ts'
import type { TimelineRow } from '../model/timeline-rows.ts'
import { StepState } from '../step-look.tsx'
import { Bars } from './bars.tsx'
import { DeciderMarks, SignalMarks } from './marks.tsx'
import { RowFrame } from './row-frame.tsx'
import { tookText } from './took-text.ts'
import type { RunAt, TimelineState } from './timeline-state.ts'

interface Props {
  readonly row: TimelineRow
  readonly timeline: TimelineState
  readonly attributes: RowAttributes
}

/** A row of the timeline as it was at the moment. */
export function TimelineRowView({ row, timeline, attributes }: Props) {
  const of = timeline.runAt(row.run)
  if (row.row === 'note' || of === undefined) {
    return (
      <RowFrame
        row={row}
        attributes={attributes}
        title={<span class="muted">{row.row === 'note' ? row.text : '…'}</span>}
      />
    )
  }
  switch (row.row) {
    case 'step':
      return <StepRow row={row} timeline={timeline} attributes={attributes} of={of} />
    case 'group':
      return (
        <RowFrame
          row={row}
          attributes={attributes}
          open={row.open}
          toggle={() => timeline.toggle(row.key, row.open, 'group')}
          title={<span class="group-title">{row.title}</span>}
          bars={<GroupBar timeline={timeline} steps={row.steps} of={of} />}
          took={<span class="muted">{counted(row.steps.length, 'step')}</span>}
        />
      )
    case 'signals':
      return (
        <RowFrame
          row={row}
          attributes={attributes}
          open={row.open}
          toggle={() => timeline.toggle(row.key, row.open, 'signals')}
          title={<span class="muted">signals received</span>}
          bars={<SignalMarks steps={row.steps} timeline={timeline} of={of} />}
          took={
            <span class="muted">
              {row.steps.filter(({ requested }) => requested.eventId <= of.at.eventId).length}
            </span>
          }
        />
      )
    case 'decider':
      return (
        <RowFrame
          row={row}
          attributes={attributes}
          title={<span class="muted">decision tasks</span>}
          bars={<DeciderMarks timeline={timeline} of={of} />}
          took={
            <span class="muted">
              {of.view.decisionTasks.filter(({ scheduled }) => scheduled.eventId <= of.at.eventId).length}
            </span>
          }
        />
      )
    case 'wait': {
      // it's where the branch waits now, which it may not have done yet at the moment
      const isFuture = (row.wait.since?.eventId ?? 0) > of.at.eventId
      const words = isFuture ? 'will wait for' : 'waits for'
      const title = (
        <span class="muted wait-name clip">
          {words} {waitText(row.wait.operation)}
        </span>
      )
      return <RowFrame row={row} attributes={attributes} isFuture={isFuture} title={title} />
    }
  }
}

function StepRow({
  row,
  timeline,
  attributes,
  of,
}: Props & { readonly of: RunAt; readonly row: TimelineRow & { row: 'step' } }) {
  const { step } = row
  const { run } = timeline
  const then = stepAt(step, of.at)
  const found = segments(step, then, of.at, of.times)
  const first = step.requested.eventId
  const isOwn = of.child === undefined
  const attempts = then.attempts.length
  const title = (
    <>
      <StepState state={then.state} />
      {isOwn ? (
        <button
          type="button"
          class={`step-name ${then.state === 'future' ? 'muted' : ''}`}
          data-focus
          tabIndex={attributes.tabIndex}
          onClick={() => run.choose(step)}
        >
          {nameOf(step)}
        </button>
      ) : (
        <a class="step-name" data-focus tabIndex={attributes.tabIndex} href={hrefOf(of.child, first)}>
          {nameOf(step)}
        </a>
      )}
      {attempts > 1 && <span class="tag">{attempts}×</span>}
      <span class="muted small clip step-id">{step.kind === 'activity' ? step.id : ''}</span>
    </>
  )
  return (
    <RowFrame
      row={row}
      attributes={attributes}
      {...(row.open === undefined
        ? {}
        : { open: row.open, toggle: () => timeline.toggle(row.key, row.open!, 'child', step) })}
      isChosen={isOwn && run.step.value === first}
      isNow={isOwn && run.page.value.stepOf[of.at.eventId] === first}
      isFuture={then.state === 'future'}
      title={title}
      bars={<Bars segments={found} timeline={timeline} state={then.state} />}
      took={tookText(step, then, of.at)}
    />
  )
}

/** Activities, which most steps are, have their name alone. */
const nameOf = (step: StepView) =>
  step.kind === 'activity'
    ? (step.name ?? step.id)
    : step.kind === 'timer' && step.duration !== undefined
      ? `timer ${spanText(step.duration)}`
      : stepTitle(step)

function GroupBar({
  timeline,
  steps,
  of,
}: {
  readonly timeline: TimelineState
  readonly steps: readonly StepView[]
  readonly of: RunAt
}) {
  const begun = steps.filter(({ requested }) => requested.eventId <= of.at.eventId)
  if (begun.length === 0) return null
  const from = begun[0]!.requested.at.getTime()
  const to = Math.max(
    ...begun.map(({ closed }) =>
      closed === undefined || closed.eventId > of.at.eventId ? of.at.now : closed.at.getTime(),
    ),
  )
  return <Bars segments={[{ kind: 'group', from, to, eventId: 0 }]} timeline={timeline} state="running" />
}
