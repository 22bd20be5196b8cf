import { useEffect, useState } from 'preact/hooks'
import type { RunRef } from '../../src/api/index.ts'
import { AttentionPanel } from '../attention/attention-panel.tsx'
import { StartButton } from '../actions/start-button.tsx'
import { useTitle } from '../parts/title.ts'
import { query } from '../router.ts'
import { session } from '../session.ts'
import { BulkBar } from './bulk-bar.tsx'
import { ExecutionList } from './execution-list.tsx'
import { FilterBar } from './filter-bar.tsx'
import { filterOf, parametersOf } from './filter.ts'
import { follow } from './listing.ts'

/** The executions of a domain: first those that need somebody, then all. */
export function ExecutionsPage() {
  useTitle('Executions')
  const filter = filterOf(query.value)
  const key = JSON.stringify(parametersOf(filter))
  const [selected, setSelected] = useState<ReadonlyMap<string, RunRef>>(new Map())
  useEffect(() => {
    setSelected(new Map())
    return follow(filter)
  }, [key])
  return (
    <>
      <div class="page-head">
        <h1 tabIndex={-1}>Executions</h1>
        {session.value !== undefined && <StartButton />}
      </div>
      <AttentionPanel />
      <section class="panel executions" aria-labelledby="all-title">
        <FilterBar filter={filter} titleId="all-title" />
        <BulkBar filter={filter} selected={selected} clear={() => setSelected(new Map())} />
        <ExecutionList filter={filter} selected={selected} select={setSelected} />
      </section>
    </>
  )
}
