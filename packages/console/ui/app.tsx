import { ExecutionPage } from './execution/execution-page.tsx'
import { ExecutionsPage } from './executions/executions-page.tsx'
import { ClockPage } from './clock/clock-page.tsx'
import { FilesPage } from './files/files-page.tsx'
import { Frame, useFocusOnNavigation } from './frame.tsx'
import { SchedulesPage } from './schedules/schedules-page.tsx'
import { TaskListsPage } from './task-lists/task-lists-page.tsx'
import { Boundary } from './parts/boundary.tsx'
import { useTitle } from './parts/title.ts'
import { route } from './router.ts'

/** The whole page. */
export function App() {
  useFocusOnNavigation()
  return (
    <Frame>
      <Boundary key={JSON.stringify(route.value)}>
        <Page />
      </Boundary>
    </Frame>
  )
}

function Page() {
  const shown = route.value
  switch (shown.page) {
    case 'executions':
      return <ExecutionsPage />
    case 'execution':
      return <ExecutionPage key={`${shown.run.workflowId}/${shown.run.runId}`} run={shown.run} />
    case 'file':
      return <ExecutionPage key={shown.id} run={{ file: shown.id }} />
    case 'task-lists':
      return <TaskListsPage />
    case 'schedules':
      return <SchedulesPage />
    case 'clock':
      return <ClockPage />
    case 'files':
      return <FilesPage />
    case 'unknown':
      return <UnknownPage />
  }
}

function UnknownPage() {
  useTitle('No such page')
  return (
    <>
      <h1 tabIndex={-1}>No such page</h1>
      <p>
        Nothing of this console has this address. Go to <a href="/">the executions</a>.
      </p>
    </>
  )
}
