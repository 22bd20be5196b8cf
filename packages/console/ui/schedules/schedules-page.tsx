import { useState } from 'preact/hooks'
import type { ActionDone, ScheduleRow } from '../../src/api/index.ts'
import { messageOf, post } from '../api.ts'
import { useReloads } from '../live/reloads.ts'
import { useResource } from '../live/resource.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Shape } from '../parts/state.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { Ago, At } from '../parts/time.tsx'
import { countText } from '../parts/time-text.ts'
import { useTitle } from '../parts/title.ts'
import { toast } from '../parts/toast.tsx'
import { hrefOf } from '../routes.ts'
import { session, whyReadOnly } from '../session.ts'
import { timesText, type SteeringKind, steeringText } from './texts.ts'

interface Steering {
  readonly kind: SteeringKind
  readonly name: string
}

/** The schedules of the domain, and what steers them. */
export function SchedulesPage() {
  useTitle('Schedules')
  const schedules = useResource<readonly ScheduleRow[]>('/api/schedules')
  const [steering, setSteering] = useState<Steering | undefined>(undefined)
  useReloads(schedules.reload, 'executions', 3000)
  const canSteer = session.value !== undefined && !session.value.readOnly
  const columns: readonly Column<ScheduleRow>[] = [
    {
      title: 'Schedule',
      isHead: true,
      cell: ({ name, workflowId }) => <a href={hrefOf({ workflowId, runId: 'latest' })}>{name}</a>,
    },
    { title: 'State', cell: row => <ScheduleState row={row} /> },
    { title: 'Times', cell: ({ status }) => (status === undefined ? '—' : timesText(status.spec)) },
    {
      title: 'Starts',
      cell: ({ status }) =>
        status === undefined ? '—' : `${status.spec.run.name} ${status.spec.run.version}`,
    },
    {
      title: 'Next',
      cell: ({ next }) =>
        next === undefined ? (
          '—'
        ) : (
          <>
            <At at={next} />{' '}
            <span class="muted">
              <Ago at={next} />
            </span>
          </>
        ),
    },
    {
      title: 'Last run',
      cell: ({ status }) =>
        status?.last === undefined ? (
          '—'
        ) : (
          <a href={hrefOf(status.last)}>
            <Ago at={status.last.time} />
          </a>
        ),
    },
    {
      title: 'Runs',
      isNumber: true,
      cell: ({ status }) => <Counts counts={status?.counts} />,
    },
    ...(canSteer
      ? [{ title: 'Steer', cell: (row: ScheduleRow) => <Buttons row={row} open={setSteering} /> }]
      : []),
  ]
  return (
    <>
      <h1 tabIndex={-1}>Schedules</h1>
      <section class="panel" aria-label="Schedules">
        <Loaded resource={schedules}>
          {rows =>
            rows.length === 0 ? (
              <p class="empty">This domain has no schedule.</p>
            ) : (
              <Table label="Schedules" columns={columns} rows={rows} keyOf={({ name }) => name} />
            )
          }
        </Loaded>
      </section>
      {steering !== undefined && (
        <SteerDialog
          key={steering.name + steering.kind}
          {...steering}
          close={() => setSteering(undefined)}
          onDone={schedules.reload}
        />
      )}
    </>
  )
}

function ScheduleState({ row }: { readonly row: ScheduleRow }) {
  const { held, status } = row
  if (held !== undefined) {
    return (
      <span class="state bad" title={held}>
        <Shape shape="triangle" /> Held
      </span>
    )
  }
  if (status === undefined) {
    return (
      <span class="state warn" title="No worker with schedules: true has decided it yet">
        <Shape shape="clock" /> Not decided yet
      </span>
    )
  }
  if (status.paused !== undefined) {
    const { note } = status.paused
    return (
      <>
        <span class="state quiet">
          <Shape shape="slash" /> Paused
        </span>
        {note !== undefined && <span class="muted wrap"> {note}</span>}
      </>
    )
  }
  if (status.problem !== undefined) {
    return (
      <>
        <span class="state warn">
          <Shape shape="triangle" /> Failed to start
        </span>
        <span class="muted wrap"> {status.problem.message}</span>
      </>
    )
  }
  return (
    <span class="state live">
      <Shape shape="ring" /> Runs
    </span>
  )
}

function Counts({ counts }: { readonly counts: NonNullable<ScheduleRow['status']>['counts'] | undefined }) {
  if (counts === undefined) return <>—</>
  const others = [
    [counts.skipped, 'skipped'],
    [counts.missed, 'missed'],
    [counts.failed, 'failed'],
  ].flatMap(([count, what]) =>
    count === 0 || count === undefined ? [] : [`${countText(Number(count))} ${what}`],
  )
  return (
    <>
      {countText(counts.started)}
      {others.length > 0 && <span class="muted"> ({others.join(', ')})</span>}
    </>
  )
}

function Buttons({ row, open }: { readonly row: ScheduleRow; readonly open: (steering: Steering) => void }) {
  const why = whyReadOnly.value
  const kinds: SteeringKind[] = [row.status?.paused === undefined ? 'pause' : 'resume', 'trigger', 'delete']
  return (
    <span class="actions">
      {kinds.map(kind => (
        <button
          key={kind}
          type="button"
          class="plain"
          title={why}
          aria-disabled={why !== undefined}
          onClick={() => why === undefined && open({ kind, name: row.name })}
        >
          {steeringText[kind].verb}…<span class="unseen">{` ${row.name}`}</span>
        </button>
      ))}
    </span>
  )
}

function SteerDialog({
  kind,
  name,
  close,
  onDone,
}: Steering & { readonly close: () => void; readonly onDone: () => void }) {
  const [error, setError] = useState<string | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)
  const { verb, will } = steeringText[kind]
  const submit = async () => {
    if (isBusy) return
    setBusy(true)
    try {
      const { done } = await post<ActionDone>(`/api/schedules/${encodeURIComponent(name)}/${kind}`)
      toast(done)
      close()
      onDone()
    } catch (thrown) {
      setError(messageOf(thrown))
      setBusy(false)
    }
  }
  return (
    <Dialog title={`${verb} the schedule ${name}`} onClose={close} onSubmit={() => void submit()}>
      <div class="will">
        <h3>What will happen</h3>
        <p>{will}</p>
      </div>
      {error !== undefined && (
        <p class="error-line" role="alert">
          {error}
        </p>
      )}
      <footer>
        <button type="button" onClick={close}>
          Cancel
        </button>
        <button type="submit" class={kind === 'delete' ? 'final' : 'primary'} aria-disabled={isBusy}>
          {verb}
        </button>
      </footer>
    </Dialog>
  )
}
