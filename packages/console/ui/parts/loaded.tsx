import type { ComponentChildren } from 'preact'
import type { Resource } from '../live/resource.ts'

/** Shows what was loaded, or why it isn't there. What was loaded before stays if it can't be loaded again. */
export function Loaded<T>({
  resource,
  children,
}: {
  readonly resource: Resource<T>
  readonly children: (data: T) => ComponentChildren
}) {
  const { data, error, reload } = resource
  return (
    <>
      {error !== undefined && (
        <p class="error-line padded" role="alert">
          {error.message}{' '}
          <button type="button" onClick={reload}>
            Try again
          </button>
        </p>
      )}
      {data === undefined ? error === undefined && <p class="empty">Loading…</p> : children(data)}
    </>
  )
}
