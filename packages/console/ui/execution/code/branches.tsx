import type { Branch } from '@reyield/inspect'
import { spanText } from '../../parts/time-text.ts'
import { stepAt } from '../model/step-at.ts'
import { stepTitle } from '../model/step-title.ts'
import type { RunState } from '../run-state.ts'
import { StepState } from '../step-look.tsx'
import type { ShownMoment } from './moment.ts'
import { Variables } from './variables.tsx'

interface Props {
  readonly state: RunState
  readonly moment: ShownMoment
  readonly hasCode: boolean
}

/** Where each branch stood at the moment, and its variables; without code, the steps that were open. */
export function Branches({ state, moment, hasCode }: Props) {
  const branches = (moment.branches ?? []).toSorted(leavesFirst)
  const isKnown = moment.page !== undefined && moment.page.error === undefined
  return (
    <div class="branches" data-event={isKnown ? state.eventId.value : undefined}>
      <h3>{hasCode ? 'Where it waits' : 'What it had asked for'}</h3>
      {hasCode && moment.error !== undefined && (
        <p class="error-line">
          {moment.error.message}{' '}
          <button type="button" onClick={() => state.again()}>
            Try again
          </button>
        </p>
      )}
      {hasCode && isKnown && branches.length === 0 && (
        <p class="muted">{state.at.value.closed ? 'Nowhere: it has ended.' : 'Nowhere: its code runs.'}</p>
      )}
      {hasCode && !isKnown && moment.error === undefined && <p class="muted">…</p>}
      {isKnown && branches.length > 0 ? (
        <ul>
          {branches.map(branch => (
            <BranchItem
              key={branch.branch}
              branch={branch}
              state={state}
              redacted={moment.page?.redacted === true}
            />
          ))}
        </ul>
      ) : (
        !hasCode && <OpenSteps state={state} />
      )}
    </div>
  )
}

/** Branches that wait for steps and signals come before those that wait for other branches. */
const leavesFirst = (a: Branch, b: Branch) => depthOf(b) - depthOf(a)

const depthOf = ({ branch }: Branch) => (branch === '' ? 0 : branch.split('.').length)

interface ItemProps {
  readonly branch: Branch
  readonly state: RunState
  readonly redacted: boolean
}

function BranchItem({ branch, state, redacted }: ItemProps) {
  const [line] = branch.lines
  const step = state.view.value.steps.findLast(({ id, kind }) => id === branch.id && kind !== 'signal')
  const since = branch.since && state.at.value.now - branch.since.at.getTime()
  return (
    <li>
      <div class="branch-head">
        <span class="tag mono" title="The place of the branch">
          {branch.branch === '' ? 'main' : branch.branch}
        </span>
        {step === undefined ? (
          <strong class="wrap">{branch.operation}</strong>
        ) : (
          <button type="button" class="plain link wrap" onClick={() => state.choose(step)}>
            {branch.operation}
          </button>
        )}
        {line !== undefined && (
          <button
            type="button"
            class="plain link small"
            onClick={() => (state.goTo.value = { file: line.file, line: line.line })}
          >
            line {line.line}
          </button>
        )}
        {since !== undefined && <span class="muted small">for {spanText(Math.max(0, since))}</span>}
      </div>
      <Variables variables={branch.variables} state={state} redacted={redacted} />
    </li>
  )
}

/** Steps that were requested and hadn't ended. */
function OpenSteps({ state }: { readonly state: RunState }) {
  const at = state.at.value
  const open = state.view.value.steps
    .filter(({ kind, requested }) => kind !== 'signal' && requested.eventId <= at.eventId)
    .map(step => ({ step, then: stepAt(step, at) }))
    .filter(({ then }) => then.closed === undefined && then.state !== 'abandoned')
  if (open.length === 0) return <p class="muted">Nothing: no step was open.</p>
  return (
    <ul>
      {open.slice(0, 200).map(({ step, then }) => (
        <li key={step.requested.eventId} class="branch-head">
          <StepState state={then.state} named />
          <button type="button" class="plain link wrap" onClick={() => state.choose(step)}>
            {stepTitle(step)}
          </button>
        </li>
      ))}
      {open.length > 200 && <li class="muted">and {open.length - 200} more</li>}
    </ul>
  )
}
