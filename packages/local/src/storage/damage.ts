import { LocalSwfError } from '../errors.ts'

/** What is known of damage to a row, or to several in a row. */
export interface DamagedRow {
  readonly seq: number
  /** The last one of several. */
  readonly last?: number | undefined
  /** What the row is about: an execution, a domain or a type. Unknown of a row that isn't there. */
  readonly key?: string | undefined
  /** What is wrong; never a payload. */
  readonly problem: string
  /** The last intact row before it. */
  readonly before: { readonly seq: number; readonly at: number } | undefined
  readonly cause?: unknown
}

/** A file that can't be trusted as a whole. */
export const damagedFile = (file: string, problem: string, cause?: unknown) =>
  new LocalSwfError('DB_DAMAGED', `${file} is damaged: ${problem}. ${remedy}`, { cause })

/** A file of which one row can't be trusted: says which one, and what is intact before it. */
export function damagedRow(file: string, damaged: DamagedRow): LocalSwfError {
  const { before, cause } = damaged
  const intact =
    before === undefined
      ? 'No row before it is intact'
      : `Rows up to ${before.seq}, written until ${new Date(before.at).toISOString()}, are intact`
  return new LocalSwfError(
    'DB_DAMAGED',
    `${file} is damaged: ${describeRow(damaged)}. ${intact}. ${remedy}`,
    {
      cause,
    },
  )
}

/** `row 7 (its checksum doesn't match; about shop/order-7/22Ab)` */
export function describeRow({ seq, last = seq, key, problem }: Omit<DamagedRow, 'before'>): string {
  const about = key === undefined ? '' : `; about ${key}`
  return `${last > seq ? `rows ${seq} to ${last}` : `row ${seq}`} (${problem}${about})`
}

const remedy =
  'The file was left as it was. Restore a backup, or save what can be read with swf-local export --salvage'
