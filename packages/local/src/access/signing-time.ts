import type { Authorization } from './authorization.ts'
import { incompleteSignature, invalidSignature } from './auth-errors.ts'

/** The maximum difference between the clocks of client and server, in milliseconds. */
const maxSkew = 5 * 60_000

/**
 * Parses the X-Amz-Date header, which says when a request was signed.
 *
 * @throws SwfError IncompleteSignatureException if it's not a time; InvalidSignatureException if it differs from `now` by more
 * than 5
 * minutes, or if the credential has another date
 */
export function signingTimeOf(text: string | undefined, { date }: Authorization, now: number): Date {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '') ?? []
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  // Date.parse reads some invalid dates as another day
  if (Number.isNaN(time) || inBasicFormat(time) !== text) {
    throw incompleteSignature(
      "Authorization header requires existence of a 'X-Amz-Date' header, such as 20150830T123600Z.",
    )
  }
  if (text.slice(0, 8) !== date) {
    throw invalidSignature(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${text.slice(0, 8)}'.`,
    )
  }
  if (time < now - maxSkew) {
    const earliest = inBasicFormat(now - maxSkew)
    throw invalidSignature(
      `Signature expired: ${text} is now earlier than ${earliest} (${inBasicFormat(now)} - 5 min.)`,
    )
  }
  if (time > now + maxSkew) {
    const latest = inBasicFormat(now + maxSkew)
    throw invalidSignature(
      `Signature not yet current: ${text} is still later than ${latest} (${inBasicFormat(now)} + 5 min.)`,
    )
  }
  return new Date(time)
}

const inBasicFormat = (time: number) => new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '')
