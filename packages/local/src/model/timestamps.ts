import { types } from 'node:util'
import { toMilliseconds, toSeconds } from './durations.ts'
import { operations, shapes } from './generated/shapes.ts'
import type { Operation } from './shape.ts'

/** Returns the output of an action with every timestamp (epoch seconds) replaced by a Date, as the AWS SDK returns it. */
export function toDates(action: string, output: unknown): unknown {
  return convert(operation(action)?.output, output, time =>
    typeof time === 'number' ? new Date(toMilliseconds(time)) : time,
  )
}

/** Returns the input of an action with every Date in a timestamp member replaced by epoch seconds. */
export function fromDates(action: string, input: unknown): unknown {
  return convert(operation(action)?.input, input, time =>
    types.isDate(time) ? toSeconds(time.getTime()) : time,
  )
}

function operation(action: string): Operation | undefined {
  return Object.hasOwn(operations, action) ? operations[action as keyof typeof operations] : undefined
}

/** Copies only what contains timestamps; the copy shares the rest with the original. */
function convert(shape: string | undefined, value: unknown, time: (value: unknown) => unknown): unknown {
  const members = shape === undefined ? undefined : timed.get(shape)
  if (members === undefined || value === null || value === undefined) return value
  if (members === 'time') return time(value)
  if (typeof value !== 'object') return value
  if (Array.isArray(value)) {
    const member = members.get('')
    return value.map(v => convert(member, v, time))
  }
  const copy: Record<string, unknown> = { ...value }
  for (const [member, of] of members) {
    if (Object.hasOwn(copy, member)) copy[member] = convert(of, copy[member], time)
  }
  return copy
}

/** For each shape that contains timestamps: the members that contain them, with their shapes. The member of a list is ''. */
const timed = new Map<string, Map<string, string> | 'time'>()

for (const name of Object.keys(shapes)) findTimes(name)

function findTimes(name: string): boolean {
  if (timed.has(name)) return true
  const shape = shapes[name]!
  if (shape.type === 'timestamp') timed.set(name, 'time')
  else if (shape.type === 'list') {
    if (findTimes(shape.member)) timed.set(name, new Map([['', shape.member]]))
  } else if (shape.type === 'structure') {
    const members = Object.entries(shape.members).filter(([, of]) => findTimes(of))
    if (members.length > 0) timed.set(name, new Map(members))
  }
  return timed.has(name)
}
