import { useEffect } from 'preact/hooks'
import { session } from '../session.ts'

/** Names the page in the browser's tab. */
export function useTitle(title: string) {
  const domain = session.value?.domain
  useEffect(() => {
    document.title = [title, ...(domain === undefined ? [] : [domain]), 'Reyield'].join(' · ')
  }, [title, domain])
}
