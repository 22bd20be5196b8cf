/**
 * The identity with which a worker polls, and which SWF records in the events of its tasks: `<pid>@<host>`, and `<pid>@<host>
 * build/<buildId>` if it has a build id. SWF allows 256 characters, so a long host name is cut.
 *
 * @example
 * ```ts
 * identityOf({ pid: 7, host: 'web-1', buildId: '52a' }) // '7@web-1 build/52a'
 * ```
 */
export function identityOf({
  pid,
  host,
  buildId,
}: {
  readonly pid: number
  readonly host: string
  readonly buildId: string | undefined
}): string {
  const build = buildId === undefined ? '' : `${mark}${buildId}`
  return `${`${pid}@${host}`.slice(0, longest - build.length)}${build}`
}

/**
 * The build id in an identity that ends with ` build/<buildId>`; undefined if it doesn't.
 *
 * @example
 * ```ts
 * buildIdOf('7@web-1 build/52a') // '52a'
 * ```
 */
export const buildIdOf = (identity: string | undefined): string | undefined =>
  identity === undefined ? undefined : /(?:^| )build\/(\S+)$/.exec(identity)?.[1]

/**
 * Whether a text can be a build id: 1 to 128 characters without white space or control characters.
 *
 * @example
 * ```ts
 * isBuildId('52a') // true
 * isBuildId('52 a') // false
 * ```
 */
export const isBuildId = (text: unknown): text is string =>
  typeof text === 'string' && text.length <= 128 && /^[^\s\p{C}]+$/u.test(text)

const mark = ' build/'
const longest = 256
