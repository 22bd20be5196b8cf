import { explore } from '@reyield/testing'
import { print, ship, weigh } from './activities.ts'
import type { shipping } from './first.ts'

/** What the tests of the project do at each version of the workflow. */
export const explored = (code: typeof shipping) =>
  explore(code, 'box-7', { activities: { print, ship, weigh }, record: true })
