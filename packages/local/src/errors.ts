/** Codes of what can go wrong around the local SWF itself; `docs/errors.md` has a section for each. */
export const localCatalogue = {
  DB_LOCKED: 'Another process has the database file open.',
  DB_FOREIGN: 'The database file is no file of a local SWF.',
  DB_TOO_NEW: 'The database file was written by a newer version.',
  DB_DAMAGED: 'The database file is damaged.',
  DB_UNWRITABLE: 'The database file can not be opened or written.',
  DB_MOVED: 'The database file was deleted, renamed or replaced while it was open.',
  ACCESS_KEYS_INVALID: 'The access keys can not be read or used.',
  HOST_UNPROTECTED: 'Other machines could reach the server, and it has no access keys.',
  TLS_INVALID: 'The certificate or its private key can not be read or used.',
  PORT_IN_USE: 'Another process listens on the port.',
  SERVER_CLOSED: 'The local SWF was closed before the call was answered.',
  BACKUP_EXISTS: 'A backup never replaces a file.',
  DB_NOT_EMPTY: 'Histories are imported into new files only.',
  HISTORY_UNREADABLE: 'What is to be imported is no whole history.',
  OPTION_INVALID: 'An option of the local SWF has a value that it can not have.',
} as const

/** Codes of what the local SWF warns of; `docs/errors.md` has a section for each. */
export const localWarnings = {
  ACCESS_KEYS_EXPOSED: 'Other users of the machine may read or change the file of access keys.',
  CLOCK_BEHIND: "The machine's clock is behind the last time in the log.",
  DB_MIGRATED: 'The database file was written by an earlier version and has been migrated.',
  DOMAIN_IN_OTHER_REGION: 'A request asks for a domain that only other regions have.',
} as const

/**
 * A refusal of the local SWF that is no answer to a request.
 *
 * @example
 * ```ts
 * try {
 *   await createLocalSwf({ db: 'swf.sqlite' })
 * } catch (error) {
 *   if (error instanceof LocalSwfError && error.code === 'DB_LOCKED') console.error('already running')
 * }
 * ```
 */
export class LocalSwfError extends Error {
  /** Stable; see `docs/errors.md`. */
  readonly code: keyof typeof localCatalogue
  constructor(code: keyof typeof localCatalogue, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'LocalSwfError'
    this.code = code
  }
}

/** What needs attention, though the server goes on. */
export interface LocalSwfWarning {
  /** Stable; see `docs/errors.md`. */
  readonly code: keyof typeof localWarnings
  readonly message: string
}
