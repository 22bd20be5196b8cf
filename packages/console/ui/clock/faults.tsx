import { useEffect, useState } from 'preact/hooks'
import type { FaultState } from '../../src/api/index.ts'
import { Labeled } from '../actions/schema/schema-form.tsx'
import { messageOf, put } from '../api.ts'
import { useResource } from '../live/resource.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Shape } from '../parts/state.tsx'
import { toast } from '../parts/toast.tsx'
import { whyReadOnly } from '../session.ts'
import { draftOfFaults, faultKinds, faultsOf, type FaultDraft } from './fault-draft.ts'

/** The faults that a local SWF injects into requests of workers and clients. */
export function Faults() {
  const faults = useResource<FaultState>('/api/faults')
  const [draft, setDraft] = useState<FaultDraft>({})
  const [error, setError] = useState<string | undefined>(undefined)
  const { data } = faults
  useEffect(() => {
    if (data !== undefined) setDraft(draftOfFaults(data.faults[0] ?? {}))
  }, [data])
  const why = whyReadOnly.value
  const set = async (next: FaultDraft) => {
    const made = faultsOf(next)
    if ('error' in made) return setError(made.error)
    setError(undefined)
    try {
      await put<FaultState>('/api/faults', { faults: made.faults === undefined ? [] : [made.faults] })
      toast(made.faults === undefined ? 'No faults are injected.' : 'The faults are injected from now on.')
      faults.reload()
    } catch (thrown) {
      setError(messageOf(thrown))
    }
  }
  const isOn = (data?.faults.length ?? 0) > 0
  const submit = (next: FaultDraft) => {
    if (why === undefined) void set(next)
  }
  return (
    <section class="panel" aria-labelledby="faults-title">
      <header>
        <h2 id="faults-title">Faults</h2>
        <span class={isOn ? 'state warn' : 'muted'}>
          {isOn && <Shape shape="triangle" />}
          {isOn ? 'are injected' : 'none are injected'}
        </span>
      </header>
      <Loaded resource={faults}>
        {() => (
          <form
            class="padded faults"
            noValidate
            onSubmit={event => {
              event.preventDefault()
              submit(draft)
            }}
          >
            <p class="muted">
              How many percent of the requests are hit. Workers and clients must survive all of them.
            </p>
            <div class="fault-fields">
              {faultKinds.map(({ name, label, hint }) => (
                <Labeled key={name} label={label} hint={hint}>
                  {attributes => (
                    <input
                      {...attributes}
                      inputMode="decimal"
                      autoComplete="off"
                      placeholder={
                        name === 'actions'
                          ? 'all'
                          : name === 'seed'
                            ? '1'
                            : name === 'longestDelay'
                              ? '50'
                              : '0'
                      }
                      value={draft[name] ?? ''}
                      onInput={event => setDraft({ ...draft, [name]: event.currentTarget.value })}
                    />
                  )}
                </Labeled>
              ))}
            </div>
            {error !== undefined && (
              <p class="error-line" role="alert">
                {error}
              </p>
            )}
            <div class="actions">
              <button type="submit" class="primary" title={why} aria-disabled={why !== undefined}>
                Inject these
              </button>
              <button type="button" title={why} aria-disabled={why !== undefined} onClick={() => submit({})}>
                Inject none
              </button>
            </div>
          </form>
        )}
      </Loaded>
    </section>
  )
}
