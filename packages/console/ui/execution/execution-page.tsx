import { Actions } from '../actions/actions.tsx'
import { useTitle } from '../parts/title.ts'
import type { Shown } from '../routes.ts'

/** The page of one run: what it did, where it stands, and its code at each moment. */
export function ExecutionPage({ run }: { readonly run: Shown }) {
  const title = 'file' in run ? run.file : run.workflowId
  useTitle(title)
  return (
    <>
      <h1 tabIndex={-1}>{title}</h1>
      {'file' in run ? null : <Actions run={run} />}
    </>
  )
}
