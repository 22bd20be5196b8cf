import { readFileSync } from 'node:fs'

interface Shape {
  readonly type: string
  readonly required?: readonly string[]
  readonly members?: Readonly<Record<string, { readonly shape: string }>>
  readonly member?: { readonly shape: string }
  readonly min?: number
  readonly max?: number
  readonly enum?: readonly string[]
}

/** The API model itself, not the files that are generated from it. */
const model = JSON.parse(readFileSync(new URL('../../model/service-2.json', import.meta.url), 'utf8')) as {
  operations: Record<string, { input: { shape: string } }>
  shapes: Record<string, Shape>
}

/** An input that violates one constraint, and the service's error for it. */
export interface Broken {
  readonly input: object
  readonly message: string
}

type Change = (input: never) => void

/** Inputs that violate one constraint each: all constraints of the model for the members of a valid input. */
export function brokenInputs(action: string, valid: object): Broken[] {
  const broken: Broken[] = []
  const add = (path: string, value: string | number | null, constraint: string, change: Change) => {
    const input = structuredClone(valid)
    change(input as never)
    const shown = value === null ? 'null' : `'${value}'`
    const message = `1 validation error detected: Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`
    broken.push({ input, message })
  }
  walk(model.operations[action]!.input.shape, valid, '', (input: never) => input, add)
  return broken
}

/** `at` returns the structure to change, given a copy of the input. */
function walk(
  name: string,
  value: object,
  path: string,
  at: (input: never) => unknown,
  add: (path: string, value: string | number | null, constraint: string, change: Change) => void,
): void {
  const { members = {}, required = [] } = model.shapes[name]!
  for (const [member, { shape: of }] of Object.entries(members)) {
    const given = (value as Record<string, unknown>)[member]
    const here = path === '' ? member : `${path}.${member}`
    const set =
      (to: unknown): Change =>
      input => {
        const target = at(input) as Record<string, unknown>
        if (to === undefined) delete target[member]
        else target[member] = to
      }
    if (required.includes(member)) add(here, null, 'Member must not be null', set(undefined))
    if (given === undefined) continue
    const shape = model.shapes[of]!
    if (shape.type === 'string' && shape.enum !== undefined) {
      const printed = `Member must satisfy enum value set: [${shape.enum.join(', ')}]`
      if (of !== 'DecisionType') add(here, 'NOTHING', printed, set('NOTHING'))
    } else if (shape.type === 'string') {
      const { min, max } = shape
      if (min === 1 && required.includes(member))
        add(here, '', 'Member must have length greater than or equal to 1', set(''))
      if (max !== undefined && max < 2000) {
        const long = 'x'.repeat(max + 1)
        add(here, long, `Member must have length less than or equal to ${max}`, set(long))
      }
    } else if (shape.type === 'integer') {
      if (shape.max !== undefined)
        add(
          here,
          shape.max + 1,
          `Member must have value less than or equal to ${shape.max}`,
          set(shape.max + 1),
        )
      if (shape.min !== undefined)
        add(
          here,
          shape.min - 1,
          `Member must have value greater than or equal to ${shape.min}`,
          set(shape.min - 1),
        )
    } else if (shape.type === 'structure') {
      walk(of, given as object, here, input => (at(input) as Record<string, unknown>)[member], add)
    }
  }
}
