import { types } from 'node:util'
import { toMilliseconds, toSeconds } from './durations.ts'
import { operations, shapes } from './generated/shapes.ts'
import type { Operation } from './shape.ts'
import { serialization } from './swf-errors.ts'

/** Copies the output of an action, with every timestamp (epoch seconds) replaced by a Date, as the AWS SDK returns it. */
export function toDates(action: string, output: unknown): unknown {
  return copy(operation(action)?.output, output, time =>
    typeof time === 'number' ? new Date(toMilliseconds(time)) : time,
  )
}

/**
 * Copies the input of an action, with every Date in a timestamp member replaced by epoch seconds. Throws SerializationException if
 * it's nested too deeply.
 */
export function fromDates(action: string, input: unknown): unknown {
  return copy(operation(action)?.input, input, time =>
    types.isDate(time) ? toSeconds(time.getTime()) : time,
  )
}

function operation(action: string): Operation | undefined {
  return Object.hasOwn(operations, action) ? operations[action as keyof typeof operations] : undefined
}

/** The maximum depth of an input. SWF's own inputs are less than half as deep. */
const maxDepth = 50

/** Copies JSON values and Dates, and converts the timestamps of a shape. Undefined members are left out, as in JSON. */
function copy(
  shape: string | undefined,
  value: unknown,
  convert: (time: unknown) => unknown,
  depth = 0,
): unknown {
  const members = shape === undefined ? undefined : timed.get(shape)
  if (typeof value !== 'object' || value === null || types.isDate(value))
    return members === timestamp ? convert(value) : value
  if (depth > maxDepth) throw serialization('The input is nested too deeply')
  if (Array.isArray(value)) return value.map(member => copy(members?.get(''), member, convert, depth + 1))
  const copied: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key]
    if (member !== undefined && key !== '__proto__')
      copied[key] = copy(members?.get(key), member, convert, depth + 1)
  }
  return copied
}

const timestamp: ReadonlyMap<string, string> = new Map()

/** For each shape that contains timestamps: the members that contain them, with their shapes. The member of a list is ''. */
const timed = new Map<string, ReadonlyMap<string, string>>()

for (const name of Object.keys(shapes)) findTimes(name)

function findTimes(name: string): boolean {
  if (timed.has(name)) return true
  const shape = shapes[name]!
  if (shape.type === 'timestamp') timed.set(name, timestamp)
  else if (shape.type === 'list') {
    if (findTimes(shape.member)) timed.set(name, new Map([['', shape.member]]))
  } else if (shape.type === 'structure') {
    const members = Object.entries(shape.members).filter(([, of]) => findTimes(of))
    if (members.length > 0) timed.set(name, new Map(members))
  }
  return timed.has(name)
}
