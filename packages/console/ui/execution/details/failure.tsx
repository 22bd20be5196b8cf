import type { FailureView } from '@reyield/inspect'

/** Causes that are followed: a failure may have hundreds. */
const most = 100

/** A failure and what caused it in the end; the causes between them can be opened. */
export function FailureText({ failure }: { readonly failure: FailureView }) {
  const causes: FailureView[] = []
  for (let cause = failure.cause; cause !== undefined && causes.length < most; cause = cause.cause)
    causes.push(cause)
  const between = causes.slice(0, -1)
  const root = causes.at(-1)
  return (
    <div class="failure">
      <Cause cause={failure} />
      {between.length > 0 && (
        <details>
          <summary class="muted">
            caused by {between.length === 1 ? 'another error' : `${between.length} others`}
          </summary>
          {between.map((cause, index) => (
            <Cause key={index} cause={cause} />
          ))}
        </details>
      )}
      {root !== undefined && (
        <Cause cause={root} before={between.length > 0 ? 'first cause: ' : 'caused by '} />
      )}
    </div>
  )
}

const Cause = ({ cause, before }: { readonly cause: FailureView; readonly before?: string }) => (
  <p class="wrap">
    {before !== undefined && <span class="muted">{before}</span>}
    <strong class="tone-bad">{cause.name}</strong>
    {cause.message !== undefined && cause.message !== '' && <>: {cause.message}</>}
    {cause.code !== undefined && cause.code !== cause.name && (
      <span class="muted mono small"> {cause.code}</span>
    )}
  </p>
)
