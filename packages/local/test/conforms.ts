import { operations, shapes } from '../src/model/generated/shapes.ts'

/** Checks an output against the API model: reports members that are missing, unknown, null, or of a wrong type. */
export function violationsOfOutput(action: string, output: unknown): string[] {
  const { output: shape } = operations[action as keyof typeof operations] as { output?: string }
  if (shape === undefined) return output === undefined ? [] : [`${action} has no output`]
  return faults(shape, output, action)
}

/** Checks an event of a history against the API model. */
export const violationsOfEvent = (event: unknown) => faults('HistoryEvent', event, 'event')

function faults(name: string, value: unknown, path: string): string[] {
  const shape = shapes[name]!
  if (value === undefined || value === null) return [`${path} is ${value}`]
  if (shape.type === 'list') {
    if (!Array.isArray(value)) return [`${path} is no list`]
    return value.flatMap((member, i) => faults(shape.member, member, `${path}[${i}]`))
  }
  if (shape.type === 'structure') {
    const members = Object.entries(value).flatMap(([member, v]) => {
      const of = Object.hasOwn(shape.members, member) ? shape.members[member] : undefined
      return of === undefined ? [`${path}.${member} is not in the model`] : faults(of, v, `${path}.${member}`)
    })
    const missing = shape.required.filter(member => !Object.hasOwn(value, member))
    return [...members, ...missing.map(member => `${path}.${member} is missing`)]
  }
  if (shape.enum !== undefined && !shape.enum.includes(value as string))
    return [`${path} is not in its enumeration`]
  const type = {
    string: 'string',
    boolean: 'boolean',
    integer: 'number',
    long: 'number',
    timestamp: 'number',
  }
  return typeof value === type[shape.type] ? [] : [`${path} is a ${typeof value}`]
}
