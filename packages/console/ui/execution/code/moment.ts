import type { Branch } from '@reyield/inspect'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { MomentPage } from '../../../src/api/index.ts'
import { messageOf, RequestError } from '../../api.ts'
import { branchesOf } from '../model/run-view.ts'
import type { RunState } from '../run-state.ts'

/** A moment that isn't there after so long is said to be late; sooner, that would only flicker. In milliseconds. */
const lateAfter = 120

/** The moment that is shown. */
export interface ShownMoment {
  /** Undefined while it isn't known: what was known of another moment isn't shown. */
  readonly page: MomentPage | undefined
  readonly branches: readonly Branch[] | undefined
  readonly isLate: boolean
  /** Why it couldn't be loaded. */
  readonly error: { readonly code: string; readonly message: string } | undefined
}

/** The moment as far as it's known. */
export function useMoment(state: RunState): ShownMoment {
  const { key, value, error } = state.moment.value
  const isCurrent = key === state.eventId.value
  const page = isCurrent ? value : undefined
  const isMissing = page === undefined && error === undefined
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    if (!isMissing) {
      setLate(false)
      return
    }
    const timer = setTimeout(() => setLate(true), lateAfter)
    return () => clearTimeout(timer)
  }, [isMissing])
  const failed =
    error === undefined
      ? undefined
      : { code: error instanceof RequestError ? error.code : 'CONSOLE_FAILED', message: messageOf(error) }
  const branches = useMemo(() => (page === undefined ? undefined : branchesOf(page)), [page])
  return { page, branches, isLate: isLate && isMissing, error: page?.error ?? failed }
}
