import { isClass } from '../../activities/exported-functions.ts'
import type { ExportNames } from '../messages.ts'

/** A function of an activity, as its thread calls it. */
type ActivityCode = (input: unknown, context: unknown) => unknown

/** Finds the function of an activity in its module: the first of the names that it exports. Otherwise says what is wrong. */
export function exportedFunction(
  module: Readonly<Record<string, unknown>>,
  names: ExportNames,
): { readonly fn: ActivityCode } | { readonly problem: string } {
  const exported = module['module.exports'] ?? module['default'] // what a CommonJS module exports is its default export
  const holders = [
    module,
    ...(typeof exported === 'object' && exported !== null ? [exported as typeof module] : []),
  ]
  for (const name of names) {
    const holder = holders.find(one => Object.hasOwn(one, name))
    if (holder === undefined) continue
    const found = holder[name]
    if (typeof found === 'function' && !isClass(found)) return { fn: found as ActivityCode }
    if (name !== names.at(-1)) continue // a default export that is something else
    const kind = typeof found === 'function' ? 'a class' : `of type ${found === null ? 'null' : typeof found}`
    return { problem: `exports '${name}', which is ${kind}: expected a function` }
  }
  const others = [...new Set(holders.flatMap(one => Object.keys(one)))]
    .filter(name => name !== 'default')
    .slice(0, 20)
  const expected = names.map(name => `'${name}'`).join(' or ')
  return {
    problem:
      `has no export named ${expected}. It has ${others.length === 0 ? 'no named exports' : others.join(', ')}. ` +
      `The option export of inThread has the name`,
  }
}
