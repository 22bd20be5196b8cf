import { useEffect, useState } from 'preact/hooks'
import type { ClockSkip, ClockState } from '../../src/api/index.ts'
import { messageOf, post } from '../api.ts'
import { useEvent } from '../live/events.ts'
import { useReloads } from '../live/reloads.ts'
import { useResource } from '../live/resource.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Ago, At, now } from '../parts/time.tsx'
import { useTitle } from '../parts/title.ts'
import { toast } from '../parts/toast.tsx'
import { localText } from '../parts/time-text.ts'
import { hrefOf } from '../routes.ts'
import { session, whyReadOnly } from '../session.ts'
import { Faults } from './faults.tsx'

/** The clock of a local SWF, which can be moved, and the faults that it injects. */
export function ClockPage() {
  useTitle('Clock')
  const local = session.value?.local
  return (
    <>
      <h1 tabIndex={-1}>Clock and faults</h1>
      {local === undefined ? (
        <p>
          Only the clock and the faults of a local SWF in the same process can be steered: reyield dev, or
          reyield console --test-clock.
        </p>
      ) : (
        <>
          {local.clock && <Clock />}
          {local.faults && <Faults />}
        </>
      )}
    </>
  )
}

function Clock() {
  const clock = useResource<ClockState>('/api/clock')
  const [asks, setAsks] = useState(false)
  const [by, setBy] = useState('')
  const [error, setError] = useState<string | undefined>(undefined)
  useReloads(clock.reload, 'executions', 500)
  useReloads(clock.reload, 'clock', 500)
  useEvent('connected', clock.reload)
  const why = whyReadOnly.value
  const skip = async (to: ClockSkip) => {
    setError(undefined)
    try {
      const { now: then } = await post<ClockState>('/api/clock/skip', to)
      toast(`The clock shows ${localText(new Date(then))}.`)
      clock.reload()
    } catch (thrown) {
      setError(messageOf(thrown))
    }
  }
  const next = clock.data?.next
  useEffect(() => {
    if (next === undefined) setAsks(false)
  }, [next])
  const milliseconds = lengthOf(by)
  return (
    <section class="panel clock" aria-labelledby="clock-title">
      <header>
        <h2 id="clock-title">Clock</h2>
        <span class="muted">of the local SWF</span>
      </header>
      <Loaded resource={clock}>
        {() => (
          <div class="padded clock-body">
            <p class="clock-now" aria-live="off">
              <At at={now.value} />
            </p>
            {next === undefined ? (
              <p class="muted">No timer and no timeout is to come.</p>
            ) : (
              <p>
                Next: {next.run === undefined ? next.text : <a href={hrefOf(next.run)}>{next.text}</a>},{' '}
                <Ago at={next.at} />{' '}
                <span class="muted">
                  (<At at={next.at} />){' '}
                </span>
                {next.ends && <strong class="ends">It ends something.</strong>}
              </p>
            )}
            <div class="actions">
              <button
                type="button"
                class="primary"
                title={why}
                aria-disabled={why !== undefined || next === undefined}
                onClick={() => {
                  if (why !== undefined || next === undefined) return
                  if (next.ends) setAsks(true)
                  else void skip({ to: 'next' })
                }}
              >
                Skip to what comes next{next?.ends === true ? '…' : ''}
              </button>
              <form
                class="actions"
                onSubmit={event => {
                  event.preventDefault()
                  if (why === undefined && milliseconds !== undefined) void skip({ by: milliseconds })
                }}
              >
                <label class="inline">
                  or by
                  <input
                    value={by}
                    placeholder="90m, 2d"
                    aria-invalid={by !== '' && milliseconds === undefined}
                    onInput={event => setBy(event.currentTarget.value)}
                  />
                </label>
                <button
                  type="submit"
                  title={why}
                  aria-disabled={why !== undefined || milliseconds === undefined}
                >
                  Skip
                </button>
              </form>
            </div>
            <p class="muted small">All timers and timeouts that lie in between fire, in their order.</p>
            {error !== undefined && (
              <p class="error-line" role="alert">
                {error}
              </p>
            )}
          </div>
        )}
      </Loaded>
      {asks && next !== undefined && (
        <Dialog
          title="Skip to what comes next"
          onClose={() => setAsks(false)}
          onSubmit={() => {
            setAsks(false)
            void skip({ to: 'next' })
          }}
        >
          <div class="will">
            <h3>What will happen</h3>
            <p>{next.text}. This ends something that a worker may still complete.</p>
          </div>
          <footer>
            <button type="button" onClick={() => setAsks(false)}>
              Cancel
            </button>
            <button type="submit" class="final">
              Skip
            </button>
          </footer>
        </Dialog>
      )}
    </section>
  )
}

const sizes: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** The milliseconds of `90m`, `1h 30m`; undefined if it's no length of time. */
function lengthOf(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:[.]\d+)?)\s*([smhd])/g)]
  const rest = text.replaceAll(/(\d+(?:[.]\d+)?)\s*([smhd])/g, '').trim()
  return parts.length === 0 || rest !== ''
    ? undefined
    : parts.reduce((sum, [, count, unit]) => sum + Number(count) * sizes[unit!]!, 0)
}
