import { useEffect, useRef, useState } from 'preact/hooks'
import type { BulkAction, BulkPlan, BulkRequest, ExecutionFilter, RunRef } from '../../src/api/index.ts'
import type { EntryIssue } from '../actions/schema/entry.ts'
import { Labeled } from '../actions/schema/schema-form.tsx'
import { firstSignal, SignalFields, signalOf } from '../actions/signal-fields.tsx'
import { type TerminateDraft, TerminateFields, terminationOf } from '../actions/terminate-dialog.tsx'
import { get, messageOf, post, RequestError } from '../api.ts'
import { useEvent } from '../live/events.ts'
import { Dialog } from '../parts/dialog.tsx'
import { counted, countText } from '../parts/time-text.ts'
import { hrefOf } from '../routes.ts'
import { session } from '../session.ts'

const titles: Record<BulkAction['kind'], string> = {
  signal: 'Signal many executions',
  'request-cancel': 'Request cancel of many executions',
  terminate: 'Terminate many executions',
}

/** Asks what is to be done, shows for how many and which, asks for their number, and then shows how far it is. */
export function BulkDialog(props: {
  readonly kind: BulkAction['kind']
  readonly filter: ExecutionFilter
  readonly only?: readonly RunRef[]
  readonly close: (isDone: boolean) => void
}) {
  const { kind, filter, only, close } = props
  const [signal, setSignal] = useState(() => firstSignal(session.value?.signals ?? []))
  const [termination, setTermination] = useState<TerminateDraft>({ reason: '', childPolicy: '' })
  const [issues, setIssues] = useState<readonly EntryIssue[]>([])
  const [plan, setPlan] = useState<BulkPlan | undefined>(undefined)
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)
  const id = plan?.id

  useEvent('bulk', event => {
    if (event.id === id)
      void get<BulkPlan>(`/api/bulk/${encodeURIComponent(event.id)}`).then(setPlan, () => undefined)
  })
  const attempt = async (work: () => Promise<BulkPlan>) => {
    setBusy(true)
    setError(undefined)
    try {
      setPlan(await work())
    } catch (thrown) {
      if (thrown instanceof RequestError) setIssues(thrown.issues)
      setError(messageOf(thrown))
    } finally {
      setBusy(false)
    }
  }
  const makePlan = () => {
    const sent = signalOf(signal)
    if (kind === 'signal' && 'issues' in sent) return setIssues(sent.issues)
    const action: BulkAction =
      kind === 'signal'
        ? { kind, ...(sent as { signal: string }) }
        : kind === 'terminate'
          ? { kind, ...terminationOf(termination) }
          : { kind }
    const request: BulkRequest = { filter, action, ...(only !== undefined && { only }) }
    void attempt(() => post<BulkPlan>('/api/bulk', request))
  }
  const apply = () => {
    if (plan === undefined || !isConfirmed(plan, typed))
      return setError(`Type the number of executions, ${plan?.count}.`)
    void attempt(() => post<BulkPlan>(`/api/bulk/${encodeURIComponent(plan.id)}/apply`))
  }
  const isPlanned = plan?.state === 'planned'
  const isOver = plan !== undefined && plan.state !== 'planned'
  const submit = () => (plan === undefined ? makePlan() : isPlanned ? apply() : close(true))
  return (
    <Dialog title={titles[kind]} onClose={() => close(isOver)} onSubmit={submit}>
      {plan === undefined && (
        <>
          <p>
            {only === undefined
              ? 'For all open executions that the filter finds.'
              : `For ${counted(only.length, 'selected execution')}.`}{' '}
            You see which before anything is done.
          </p>
          {kind === 'signal' && <SignalFields draft={signal} change={setSignal} issues={issues} />}
          {kind === 'terminate' && <TerminateFields draft={termination} change={setTermination} />}
        </>
      )}
      {plan !== undefined && isPlanned && <Preview plan={plan} typed={typed} setTyped={setTyped} />}
      {isOver && <Progress plan={plan} />}
      {error !== undefined && (
        <p class="error-line" role="alert">
          {error}
        </p>
      )}
      <footer>
        <button type="button" onClick={() => close(isOver)}>
          {isOver ? 'Close' : 'Cancel'}
        </button>
        {plan?.state === 'applying' && (
          <button
            type="button"
            onClick={() =>
              void attempt(() => post<BulkPlan>(`/api/bulk/${encodeURIComponent(plan.id)}/stop`))
            }
          >
            Stop
          </button>
        )}
        {plan === undefined && (
          <button type="submit" class="primary" aria-disabled={isBusy}>
            {isBusy ? 'Looking…' : 'Show what will happen'}
          </button>
        )}
        {plan !== undefined && isPlanned && (
          <button
            type="submit"
            class={kind === 'terminate' ? 'final' : 'primary'}
            aria-disabled={isBusy || plan.count === 0 || !isConfirmed(plan, typed)}
          >
            {`${kind === 'terminate' ? 'Terminate' : kind === 'signal' ? 'Signal' : 'Request cancel of'} ${counted(plan.count, 'execution')}`}
          </button>
        )}
      </footer>
    </Dialog>
  )
}

/** Whether somebody has typed the number, so that nobody confirms a number that they haven't read. */
const isConfirmed = ({ count }: BulkPlan, typed: string) => typed.trim().replaceAll(',', '') === String(count)

function Preview(props: {
  readonly plan: BulkPlan
  readonly typed: string
  readonly setTyped: (text: string) => void
}) {
  const { plan, typed, setTyped } = props
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <>
      <div class="will" role="status">
        <h3>What will happen</h3>
        <ul>
          {plan.will.map(sentence => (
            <li key={sentence} class="wrap">
              {sentence}
            </li>
          ))}
        </ul>
      </div>
      {plan.sample.length > 0 && (
        <details open>
          <summary>
            {plan.sample.length < plan.count
              ? `${plan.sample.length} of the ${countText(plan.count)} executions`
              : 'The executions'}
          </summary>
          <ul class="sample">
            {plan.sample.map(run => (
              <li key={run.runId} class="clip mono">
                {run.workflowId}
              </li>
            ))}
          </ul>
        </details>
      )}
      {plan.count > 0 && (
        <Labeled label={`Type the number of executions, ${plan.count}, to go on`}>
          {attributes => (
            <input
              {...attributes}
              ref={field}
              class="count"
              inputMode="numeric"
              autoComplete="off"
              value={typed}
              onInput={event => setTyped(event.currentTarget.value)}
            />
          )}
        </Labeled>
      )}
    </>
  )
}

function Progress({ plan }: { readonly plan: BulkPlan }) {
  const { done, alreadyClosed, failed, count, state } = plan
  const over = done + alreadyClosed + failed.length
  return (
    <>
      <div class="progress">
        <progress value={over} max={Math.max(count, 1)} aria-label="Executions" />
        <p role="status">
          {state === 'applying' ? 'Working: ' : state === 'done' ? 'Done: ' : 'Stopped: '}
          {countText(done)} of {counted(count, 'execution')}
          {alreadyClosed > 0 && `, ${countText(alreadyClosed)} had already closed`}
          {failed.length > 0 && `, ${countText(failed.length)} failed`}.
        </p>
        {state === 'applying' && <p class="muted small">It goes on if you close this.</p>}
      </div>
      {failed.length > 0 && (
        <ul class="sample">
          {failed.slice(0, 100).map(one => (
            <li key={one.runId} class="wrap">
              <a href={hrefOf(one)}>{one.workflowId}</a> <span class="error-line">{one.message}</span>{' '}
              <code class="muted">{one.code}</code>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
