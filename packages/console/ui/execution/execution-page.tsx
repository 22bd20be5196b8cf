import { useEffect, useState } from 'preact/hooks'
import type { RunPage } from '../../src/api/index.ts'
import { useEvent } from '../live/events.ts'
import { useResource } from '../live/resource.ts'
import { stateOf } from '../parts/states.ts'
import { useTitle } from '../parts/title.ts'
import { announce } from '../parts/toast.tsx'
import { apiOf, type Shown } from '../routes.ts'
import { session } from '../session.ts'
import { isAbout, RunFollower } from './follow.ts'
import { Header } from './header/header.tsx'
import { RunState } from './run-state.ts'
import { Workspace } from './workspace.tsx'

/** The page of one run: what it did, where it stands, and its code at each moment. */
export function ExecutionPage({ run }: { readonly run: Shown }) {
  const name =
    'file' in run
      ? (session.value?.files.find(({ id }) => id === run.file)?.name ?? run.file)
      : run.workflowId
  useTitle(name)
  const loaded = useResource<RunPage>(apiOf(run))
  const { data, error } = loaded
  const follower = useFollower(() => loaded.reload())
  useEvent('executions', ({ changed }) => {
    if (!('file' in run) && isAbout(run, changed)) follower.changed()
  })
  const [state, setState] = useState<RunState | undefined>(undefined)
  useEffect(() => {
    if (data === undefined) return
    if (state === undefined) setState(new RunState(run, data))
    else state.update(data)
  }, [data])
  useEffect(() => state?.start(), [state])
  useEvent('reload', () => state?.codeChanged())
  useAnnounced(data)
  if (state === undefined) {
    return (
      <>
        <h1 tabIndex={-1} class="wrap">
          {name}
        </h1>
        {error === undefined ? (
          <p class="empty" role="status">
            Loading its history…
          </p>
        ) : (
          <div class="panel">
            <p class="error-line run-error" role="alert">
              {error.message} <span class="muted mono">{error.code}</span>
            </p>
          </div>
        )}
      </>
    )
  }
  return (
    <div class="run">
      <Header state={state} name={name} />
      <Workspace state={state} />
    </div>
  )
}

/** Says to screen readers that the run has closed, or that it needs somebody, while they are elsewhere on the page. */
function useAnnounced(data: RunPage | undefined): void {
  const closed = data === undefined ? '' : data.view.state
  const problem = data?.view.problems[0]?.text ?? ''
  const [before] = useState({ closed: '', problem: '' })
  useEffect(() => {
    if (before.closed !== '' && closed !== before.closed)
      announce(`The execution is now: ${stateOf(closed).text}`)
    else if (before.closed !== '' && problem !== '' && problem !== before.problem) announce(problem)
    Object.assign(before, { closed, problem })
  }, [closed, problem])
}

/** Loads the run again when it has changed, at most once a second. */
function useFollower(reload: () => void): RunFollower {
  const [follower] = useState(() => new RunFollower(() => latest.reload()))
  const [latest] = useState({ reload })
  latest.reload = reload
  useEffect(() => () => follower.stop(), [])
  return follower
}
