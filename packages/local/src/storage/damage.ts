import { LocalSwfError } from '../errors.ts'

/** Damage to a row, or to several consecutive rows. */
export interface DamagedRow {
  readonly seq: number
  /** The last row, if there are several. */
  readonly last?: number | undefined
  /** The execution, domain or type that the row is about. Unknown if the row is missing. */
  readonly key?: string | undefined
  /** What is wrong. Never contains a payload. */
  readonly problem: string
  /** The last intact row before the damage. */
  readonly before: { readonly seq: number; readonly at: number } | undefined
  readonly cause?: unknown
}

/** The error for a file that is damaged as a whole. */
export const damagedFile = (file: string, problem: string, cause?: unknown) =>
  new LocalSwfError('DB_DAMAGED', `${file} is damaged: ${problem}. ${remedy}`, { cause })

/** The error for a file with a damaged row. It says which row, and up to which row the file is intact. */
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
  'The file was not changed. Restore a backup, or save what is readable with swf-local export --salvage'
