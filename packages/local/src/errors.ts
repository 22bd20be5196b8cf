/**
 * The error codes of the local SWF itself, each with a one-line description. These aren't errors that Amazon SWF returns.
 * `docs/errors.md` has a section for each code.
 *
 * @example
 * ```ts
 * for (const [code, description] of Object.entries(localCatalogue)) console.log(code, description)
 * ```
 */
export const localCatalogue = {
  DB_LOCKED: 'Another process has the database file open.',
  DB_FOREIGN: "The database file doesn't belong to a local SWF.",
  DB_TOO_NEW: 'The database file was written by a newer version.',
  DB_DAMAGED: 'The database file is damaged.',
  DB_UNWRITABLE: "The database file can't be opened or written.",
  DB_MOVED: 'The database file was deleted, renamed or replaced while it was open.',
  ACCESS_KEYS_INVALID: "The access keys can't be read or used.",
  HOST_UNPROTECTED: 'Other machines could reach the server, which has no access keys.',
  TLS_INVALID: "The certificate or its private key can't be read or used.",
  PORT_IN_USE: 'Another process listens on the port.',
  SERVER_CLOSED: 'The local SWF was closed before it could answer the call.',
  BACKUP_EXISTS: 'The backup would overwrite an existing file.',
  DB_NOT_EMPTY: 'Histories can only be imported into a new database file.',
  HISTORY_UNREADABLE: 'The file to import is not a complete history.',
  OPTION_INVALID: 'An option of the local SWF has an invalid value.',
} as const

/**
 * The codes of the local SWF's warnings, each with a one-line description. `docs/errors.md` has a section for each code.
 *
 * @example
 * ```ts
 * const local = await createLocalSwf({
 *   onWarning: ({ code, message }) => console.warn(`${localWarnings[code]} ${message}`),
 * })
 * ```
 */
export const localWarnings = {
  ACCESS_KEYS_EXPOSED: 'Other users of the machine may read or change the file of access keys.',
  CLOCK_BEHIND: "The machine's clock is behind the last time in the log.",
  DB_MIGRATED: 'The database file was written by an earlier version and has been migrated.',
  DOMAIN_IN_OTHER_REGION: 'A request names a domain that only exists in other regions.',
} as const

/**
 * An error of the local SWF itself, for instance when it can't open its database file. Errors that Amazon SWF would return
 * for a request (such as UnknownResourceFault) are thrown as the AWS SDK throws them instead.
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

/** A condition that needs attention. The server continues to run. */
export interface LocalSwfWarning {
  /** Stable; see `docs/errors.md`. */
  readonly code: keyof typeof localWarnings
  readonly message: string
}
