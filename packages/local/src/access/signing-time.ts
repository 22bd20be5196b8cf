import type { Authorization } from './authorization.ts'
import { incompleteSignature, invalidSignature } from './auth-errors.ts'

/** How far a client's clock may be from the server's, in milliseconds. */
const maxSkew = 5 * 60_000

/**
 * When a request was signed: its X-Amz-Date.
 *
 * @throws Fault IncompleteSignatureException if it's no time; InvalidSignatureException if it's more than 5 minutes from
 * `now`, or not of the day in the credential
 */
export function signingTimeOf(text: string | undefined, { date }: Authorization, now: number): Date {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '') ?? []
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  // some impossible dates are read as another day
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
