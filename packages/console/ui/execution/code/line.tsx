import type { RowAttributes } from '../../parts/rows.tsx'
import { counted } from '../../parts/time-text.ts'
import type { LineMarks } from '../model/code-marks.ts'
import type { StateAt } from '../model/step-at.ts'
import { stateText, stepTitle } from '../model/step-title.ts'
import type { RunState } from '../run-state.ts'
import { StepState } from '../step-look.tsx'
import type { Token } from './highlighted.ts'

interface Props {
  readonly number: number
  readonly tokens: readonly Token[]
  /** The steps that it has requested. */
  readonly marks: LineMarks | undefined
  /** The branches that wait in it. */
  readonly waits: LineMarks | undefined
  readonly isTarget: boolean
  readonly attributes: RowAttributes
  readonly state: RunState
}

/** A line of source code with its marks: which branches wait in it, and how the steps stand that it has requested. */
export function Line({ number, tokens, marks, waits, isTarget, attributes, state }: Props) {
  const isWaiting = waits !== undefined && waits.waits.length > 0
  const isCalling = !isWaiting && waits !== undefined && waits.calls.length > 0
  const steps = marks?.steps ?? []
  return (
    <div
      {...attributes}
      class={`row ${isWaiting ? 'waits' : ''} ${isCalling ? 'calls' : ''} ${isTarget ? 'is-target' : ''}`}
    >
      <div role="cell" class="gutter">
        {isWaiting && (
          <span
            class="wait-mark"
            title={waits.waits.map(({ operation }) => `Waits for ${operation}`).join('\n')}
          >
            {waits.waits.length > 1 ? waits.waits.length : ''}
            <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
              <path d="M1 1l7 4-7 4z" fill="currentColor" />
            </svg>
            <span class="unseen">
              {counted(waits.waits.length, 'branch', 'branches')} wait here:{' '}
              {waits.waits.map(({ operation }) => operation).join(', ')}
            </span>
          </span>
        )}
        {isCalling && (
          <span class="wait-mark" title="A branch waits in what this line called">
            <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
              <path d="M1 1l7 4-7 4z" fill="none" stroke="currentColor" stroke-width="1.2" />
            </svg>
            <span class="unseen">a branch waits in what this line called</span>
          </span>
        )}
        {steps.length > 0 && <StepMark steps={steps} state={state} />}
      </div>
      <div role="rowheader" class="line-number">
        {number}
      </div>
      <div role="cell" class="line-code">
        {tokens.map(({ type, text }, index) =>
          type === '' ? (
            text
          ) : (
            <span key={index} class={`t-${type}`}>
              {text}
            </span>
          ),
        )}
      </div>
    </div>
  )
}

const worst: readonly StateAt[] = [
  'failed',
  'timedOut',
  'refused',
  'terminated',
  'retrying',
  'running',
  'waiting',
  'abandoned',
  'canceled',
  'completed',
]

/** The steps of a line as one button with the state that matters most. It chooses the newest of them, then the one before. */
function StepMark({ steps, state }: { readonly steps: LineMarks['steps']; readonly state: RunState }) {
  const shown = worst.find(one => steps.some(step => step.state === one)) ?? 'completed'
  const at = steps.findIndex(({ step }) => step.requested.eventId === state.step.value)
  const next = steps[at > 0 ? at - 1 : steps.length - 1]!
  const names = steps
    .slice(-6)
    .map(({ step, state: one }) => `${stepTitle(step)} (${step.id}): ${stateText[one]}`)
  return (
    <button
      type="button"
      class="plain step-mark"
      title={[...(steps.length > 6 ? [`${steps.length} steps, the last of them:`] : []), ...names].join('\n')}
      aria-label={`${counted(steps.length, 'step')} of this line, ${stateText[shown]}: show ${stepTitle(next.step)}`}
      onClick={() => state.choose(next.step)}
    >
      <StepState state={shown} />
      {steps.length > 1 && <span class="small">{steps.length}</span>}
    </button>
  )
}
