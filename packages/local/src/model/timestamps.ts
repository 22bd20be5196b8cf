import { types } from 'node:util'
import { toMilliseconds, toSeconds } from './durations.ts'
import { operations, shapes } from './generated/shapes.ts'
import type { Operation } from './shape.ts'

/** The output of an action with every timestamp (epoch seconds) turned into a Date, as AWS's SDK gives it. */
export function toDates(action: string, output: unknown): unknown {
  return convert(operation(action)?.output, output, time =>
    typeof time === 'number' ? new Date(toMilliseconds(time)) : time,
  )
}

/** The input of an action with every Date at the place of a timestamp turned into epoch seconds. */
export function fromDates(action: string, input: unknown): unknown {
  return convert(operation(action)?.input, input, time =>
    types.isDate(time) ? toSeconds(time.getTime()) : time,
  )
}

function operation(action: string): Operation | undefined {
  return Object.hasOwn(operations, action) ? operations[action as keyof typeof operations] : undefined
}

/** A copy as deep as there are timestamps; the rest is shared. */
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

/** For each shape that has timestamps in it: its members that lead to them ('' for a list's), with their shapes. */
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
