import { useState } from 'preact/hooks'
import type { AttentionRow } from '../../src/api/index.ts'
import { hrefOf } from '../routes.ts'
import { Rows, type RowAttributes } from '../parts/rows.tsx'
import { Shape } from '../parts/state.tsx'
import { Ago } from '../parts/time.tsx'
import { counted, countText } from '../parts/time-text.ts'
import { attention, attentionError } from './attention.ts'
import { countKinds, problemText, problemTone } from './problems.ts'

const few = 6

/** Which executions need somebody, why, since when and where. It's the first thing of the page. */
export function AttentionPanel() {
  const [kind, setKind] = useState<string | undefined>(undefined)
  const [showsAll, setShowsAll] = useState(false)
  const found = attention.value
  const all = found?.executions ?? []
  const kinds = countKinds(all)
  const chosen = kinds.some(one => one.kind === kind) ? kind : undefined
  const rows = chosen === undefined ? all : all.filter(({ problems }) => problems[0]?.kind === chosen)
  const isShort = rows.length <= few + 2
  const shown = showsAll || isShort ? rows : rows.slice(0, few)
  return (
    <section class={`panel attention ${all.length > 0 ? 'has-some' : ''}`} aria-labelledby="attention-title">
      <header>
        <h2 id="attention-title">
          {all.length === 0
            ? 'Attention'
            : `${counted(all.length, 'execution')} ${all.length === 1 ? 'needs' : 'need'} attention`}
        </h2>
        <LookedAt />
        {kinds.length > 1 && (
          <div class="chips" role="group" aria-label="Only those with this problem">
            {kinds.map(one => (
              <button
                key={one.kind}
                type="button"
                class={`chip ${problemTone(one.kind)}`}
                aria-pressed={one.kind === chosen}
                onClick={() => setKind(one.kind === chosen ? undefined : one.kind)}
              >
                {problemText(one.kind)} <span class="number">{countText(one.count)}</span>
              </button>
            ))}
          </div>
        )}
      </header>
      {attentionError.value !== undefined && <p class="error-line padded">{attentionError.value}</p>}
      {rows.length > 0 && (
        <Rows
          label="Executions that need attention"
          class="attention-rows"
          role="grid"
          count={shown.length}
          total={rows.length}
          head={
            <>
              <span role="columnheader">Problem</span>
              <span role="columnheader">Execution</span>
              <span role="columnheader">Why</span>
              <span role="columnheader">Since</span>
            </>
          }
          row={(index, attributes) => (
            <Row key={shown[index]!.runId} row={shown[index]!} attributes={attributes} />
          )}
        />
      )}
      {!isShort && (
        <button
          type="button"
          class="plain more"
          aria-expanded={showsAll}
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? 'Show fewer' : `Show all ${countText(rows.length)}`}
        </button>
      )}
    </section>
  )
}

function Row({ row, attributes }: { readonly row: AttentionRow; readonly attributes: RowAttributes }) {
  const { tabIndex, ...rest } = attributes
  const [first, ...others] = row.problems
  const tone = problemTone(first?.kind ?? '')
  return (
    <div {...rest} class={`row ${tone}`}>
      <span role="gridcell" class={`state ${tone}`}>
        <Shape shape="triangle" /> {problemText(first?.kind ?? '')}
      </span>
      <span role="gridcell" class="who">
        <a class="clip" data-focus href={hrefOf(row)} tabIndex={tabIndex} title={row.workflowId}>
          {row.workflowId}
        </a>
        <span class="muted clip">
          {row.type.name} {row.type.version}
        </span>
      </span>
      <span role="gridcell" class="why" title={row.problems.map(({ text }) => text).join('\n')}>
        {first?.text}
        {others.length > 0 && <span class="muted"> And {counted(others.length, 'other problem')}.</span>}
      </span>
      <span role="gridcell" class="since muted">
        {first?.since === undefined ? '—' : <Ago at={first.since.at} />}
      </span>
    </div>
  )
}

function LookedAt() {
  const found = attention.value
  if (found === undefined) {
    return attentionError.value === undefined ? (
      <span class="muted">Looking at the open executions…</span>
    ) : null
  }
  const { lookedAt, open, complete, executions } = found
  const all = countText(open.count, open.truncated)
  if (complete && executions.length === 0) {
    return (
      <span class="state ok">
        <Shape shape="check" />
        {open.count === 0
          ? 'No execution is open.'
          : `Nothing needs attention: looked at all ${counted(open.count, 'open execution')}.`}
      </span>
    )
  }
  if (complete) return <span class="muted">of {counted(open.count, 'open execution')}</span>
  return (
    <span class="muted looked-at">
      looked at {countText(lookedAt)} of {all}
      <progress
        value={lookedAt}
        max={Math.max(open.count, lookedAt, 1)}
        aria-label="Open executions looked at"
      />
    </span>
  )
}
