import { builtinOf, isForeign } from './builtin.ts'
import { isPlain } from './lossless.ts'

/**
 * Copies a value so that its dates, maps, sets, regular expressions, errors and plain objects are of this realm, for `instanceof`.
 * Shared and circular references are kept. Objects for which `keep` returns true aren't copied.
 */
export function localized(root: unknown, keep: (value: object) => boolean): unknown {
  const copies = new Map<object, object>()
  const copy = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || keep(value)) return value
    const known = copies.get(value)
    if (known !== undefined) return known
    const [made, fill] = begin(value)
    copies.set(value, made)
    fill?.(copy)
    return made
  }
  return copy(root)
}

type Fill = (copy: (value: unknown) => unknown) => void

/** Returns a copy without parts, and a function that adds them later, because the copy may contain itself. */
function begin(value: object): readonly [made: object, fill?: Fill] {
  if (Array.isArray(value)) {
    const made: unknown[] = []
    return [made, copy => void made.push(...value.map(copy))]
  }
  const builtin = builtinOf(value)
  switch (builtin) {
    case 'Date':
      return [isForeign(value, builtin) ? new Date((value as Date).getTime()) : value]
    case 'RegExp':
      return [
        isForeign(value, builtin) ? new RegExp((value as RegExp).source, (value as RegExp).flags) : value,
      ]
    case 'Map': {
      const made = new Map<unknown, unknown>()
      return [
        made,
        copy => (value as Map<unknown, unknown>).forEach((part, key) => made.set(copy(key), copy(part))),
      ]
    }
    case 'Set': {
      const made = new Set<unknown>()
      return [made, copy => (value as Set<unknown>).forEach(part => made.add(copy(part)))]
    }
    case 'Error': {
      const { name, message } = value as Error
      const made = Object.assign(new Error(message), { name })
      return [
        made,
        copy => {
          if ('cause' in value) made.cause = copy(value.cause)
          fillFrom(value, made, copy)
        },
      ]
    }
    case undefined: {
      const prototype = Object.getPrototypeOf(value) as object | null
      const made = Object.create(
        prototype !== null && isPlain(value) ? Object.prototype : prototype,
      ) as object
      return [made, copy => fillFrom(value, made, copy)]
    }
    default:
      return [value]
  }
}

function fillFrom(value: object, made: object, copy: (value: unknown) => unknown): void {
  for (const [key, part] of Object.entries(value)) {
    Object.defineProperty(made, key, {
      value: copy(part),
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
}
