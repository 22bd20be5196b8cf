import { ExecutionPage } from './execution/execution-page.tsx'
import { ExecutionsPage } from './executions/executions-page.tsx'
import { Frame, useFocusOnNavigation } from './frame.tsx'
import { useTitle } from './parts/title.ts'
import { route } from './router.ts'

/** The whole page. */
export function App() {
  useFocusOnNavigation()
  return (
    <Frame>
      <Page />
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
    default:
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
