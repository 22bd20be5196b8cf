import { markRevived, presentName, withStackLimit } from '@reyield/workflow/internal'
import type { Envelope } from './envelope.ts'

type Read = Partial<Envelope>

/** Members of an error that recorded data never replaces. */
const fixed = new Set([
  'name',
  'message',
  'stack',
  'cause',
  'errors',
  'code',
  'data',
  '__proto__',
  'constructor',
])

/** Makes the error that an envelope describes, with its causes and errors. Missing or unexpected members are ignored. */
export function revived(envelope: Read): Error {
  return chain(envelope, new Map(), one) as Error
}

/** As `revived`, with another way to make what one envelope describes, without its causes and errors. It needn't be an error. */
export const revivedBy = (make: Make, envelope: Read): unknown => chain(envelope, new Map(), make)

/** Makes what one envelope describes, without its causes and errors. */
type Make = (envelope: Read) => unknown

/** Makes an error and its causes, in a loop, because there may be thousands. */
function chain(envelope: Read, labels: Map<number, unknown>, make: Make): unknown {
  const errors: unknown[] = []
  const envelopes: Read[] = []
  let at: unknown = envelope
  while (isObject(at)) {
    const error = make(at)
    if (typeof at.label === 'number') labels.set(at.label, error)
    errors.push(error)
    envelopes.push(at)
    at = at.cause
  }
  errors.forEach((error, index) => {
    const { causeAgain } = envelopes[index]!
    const again = causeAgain === undefined ? undefined : labels.get(causeAgain)
    const cause = index + 1 < errors.length ? errors[index + 1] : again
    if (cause !== undefined) own(error as Error, 'cause', cause)
  })
  errors.forEach((error, index) => {
    const list: unknown = envelopes[index]!.errors
    if (Array.isArray(list))
      own(
        error as Error,
        'errors',
        list.flatMap(item => inList(item, labels, make)),
      )
  })
  return errors[0]
}

function inList(item: unknown, labels: Map<number, unknown>, make: Make): unknown[] {
  if (!isObject(item)) return []
  const { again } = item as { again?: unknown }
  if (typeof again !== 'number') return [chain(item, labels, make)]
  return labels.has(again) ? [labels.get(again)] : []
}

/** Makes one error without its causes and errors. */
export function one(envelope: Read): Error {
  const message = String(envelope.message ?? '')
  const isAggregate = Array.isArray(envelope.errors) && envelope.name === 'AggregateError'
  // without a stack of its own, as it gets the recorded one
  const error = withStackLimit(0, () => (isAggregate ? new AggregateError([], message) : new Error(message)))
  const isReyields = envelope.by === 'reyield'
  const spelled = isReyields ? presentName : (name: string) => name
  const classes = Array.isArray(envelope.classes)
    ? envelope.classes.filter(name => typeof name === 'string').map(spelled)
    : undefined
  markRevived(error, {
    isReyields,
    ...(classes === undefined ? {} : { classes }),
    ...(envelope.of === 'result' || envelope.of === 'input' ? { of: envelope.of } : {}),
  })
  if (typeof envelope.name === 'string' && envelope.name !== '') own(error, 'name', spelled(envelope.name))
  own(error, 'stack', typeof envelope.stack === 'string' ? envelope.stack : `${error.name}: ${error.message}`)
  const { code } = envelope
  if (typeof code === 'string' || typeof code === 'number')
    own(error, 'code', typeof code === 'string' ? spelled(code) : code)
  if (envelope.data === undefined) return error
  own(error, 'data', envelope.data)
  if (isReyields && isObject(envelope.data)) {
    for (const [key, value] of Object.entries(envelope.data)) if (!fixed.has(key)) own(error, key, value)
  }
  return error
}

/** Sets a property that isn't enumerable, as those of every error aren't. */
export const own = (error: Error, key: string, value: unknown) =>
  Object.defineProperty(error, key, { value, configurable: true, writable: true, enumerable: false })

const isObject = (value: unknown): value is Read => typeof value === 'object' && value !== null
