import type { ComponentChildren } from 'preact'
import { Copy } from '../../parts/copy.tsx'
import { countText, spanText } from '../../parts/time-text.ts'
import { Ago, At } from '../../parts/time.tsx'
import { hrefOf } from '../../routes.ts'
import type { RunState } from '../run-state.ts'

/** SWF closes a run with so many events. */
const mostEvents = 25_000

/** The facts of a run, each with its name. */
export function Facts({ state }: { readonly state: RunState }) {
  const { started, closed, deadline, taskList, tags, relatives, code, sizes } = state.view.value
  const { run } = state.page.value
  const { parent } = relatives
  const left = deadline && deadline.at.getTime() - state.present.value
  const isFull = sizes.budget >= 0.8
  return (
    <dl class="facts">
      <Fact name="Started">
        <At at={started.at.getTime()} /> <span class="muted">({<Ago at={started.at.getTime()} />})</span>
      </Fact>
      {closed !== undefined && (
        <Fact name="Closed">
          <At at={closed.at.getTime()} />{' '}
          <span class="muted">(after {spanText(closed.at.getTime() - started.at.getTime())})</span>
        </Fact>
      )}
      {deadline !== undefined && (
        <Fact name="Deadline">
          <span class={left! < deadline.timeout * 0.1 ? 'tone-bad' : ''}>
            {left! > 0 ? `${spanText(left!)} left` : `${spanText(-left!)} ago`}
          </span>{' '}
          <span class="muted">of {spanText(deadline.timeout)}</span>
        </Fact>
      )}
      <Fact name="Events">
        <span class={isFull ? 'tone-bad' : ''}>{countText(state.last.value)}</span>
        {isFull && <span class="muted"> of {countText(mostEvents)}</span>}
      </Fact>
      <Fact name="Task list">{taskList}</Fact>
      {code.decidedBy !== undefined && (
        <Fact name="Build">
          {code.decidedBy}
          {code.shownWith !== undefined && code.shownWith !== code.decidedBy && (
            <span class="muted"> (shown with {code.shownWith})</span>
          )}
        </Fact>
      )}
      {parent !== undefined && (
        <Fact name="Parent">
          <a href={hrefOf(parent)}>{parent.workflowId}</a>
        </Fact>
      )}
      {run.runId !== '' && (
        <Fact name="Run">
          <span class="mono clip run-id">{run.runId}</span>
          <Copy text={run.runId} what="the run id" />
        </Fact>
      )}
      {tags.length > 0 && (
        <Fact name="Tags">
          {tags.map(tag => (
            <span key={tag} class="tag">
              {tag}
            </span>
          ))}
        </Fact>
      )}
    </dl>
  )
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
