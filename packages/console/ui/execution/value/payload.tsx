import { useState } from 'preact/hooks'
import type { PayloadPage } from '../../../src/api/index.ts'
import { useResource } from '../../live/resource.ts'
import { sizeText } from '../model/value-text.ts'
import type { RunState } from '../run-state.ts'
import { ValueTree } from './value-tree.tsx'

/** Which payload: that of an attribute of an event. */
export interface PayloadProps {
  readonly state: RunState
  readonly eventId: number
  readonly of: string
  /** What people call it: `Input`, `Result`. */
  readonly title: string
  /** Address of another run whose payload it is. Default: the run of the page. */
  readonly api?: string
}

/** One payload, decoded. A hidden one is shown when it's asked for. */
export function Payload({ state, eventId, of, title, api = state.api }: PayloadProps) {
  const [shown, setShown] = useState(false)
  const { data, error } = useResource<PayloadPage>(`${api}/payload`, {
    event: eventId,
    of,
    reveal: shown || state.revealed.value ? 1 : undefined,
  })
  return (
    <section class="payload" aria-label={`${title} of event ${eventId}`}>
      <header>
        <h3>{title}</h3>
        {data !== undefined && (
          <span class="muted small">
            {sizeText(data.size)}
            {data.codecs.length > 0 && `, ${data.codecs.join(', ')}`}
          </span>
        )}
      </header>
      {error !== undefined && <p class="error-line">{error.message}</p>}
      {data === undefined && error === undefined && <p class="muted">Loading…</p>}
      {data?.redacted === true && (
        <p class="hidden-value">
          <span class="muted">Hidden, because payloads are encrypted. </span>
          <button type="button" onClick={() => setShown(true)}>
            Reveal the {title.toLowerCase()}
          </button>
        </p>
      )}
      {data?.unreadable !== undefined && (
        <p class="error-line">It can’t be read with the configured pipeline ({data.unreadable}).</p>
      )}
      {data?.value !== undefined && <ValueTree value={data.value} path={of} />}
    </section>
  )
}
