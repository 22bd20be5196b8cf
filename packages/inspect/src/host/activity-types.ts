import type { TypeView } from '../view/values.ts'

/** The activity types of a module: each exported function is one, as for a worker, and the implementations in exported lists. */
export const activityTypesIn = (module: Readonly<Record<string, unknown>>): TypeView[] =>
  Object.entries(module).flatMap(([name, exported]) => typesOf(name, exported))

function typesOf(name: string, exported: unknown): TypeView[] {
  if (typeof exported === 'function') {
    return name === 'default' || isClass(exported) ? [] : [{ name, version: '1.0' }]
  }
  if (!Array.isArray(exported)) return []
  return exported.flatMap((each: { name?: unknown; version?: unknown; run?: unknown } | null) =>
    typeof each?.run === 'function' && typeof each.name === 'string'
      ? [{ name: each.name, version: typeof each.version === 'string' ? each.version : '1.0' }]
      : [],
  )
}

const isClass = (value: object) => /^class\b/.test(Function.prototype.toString.call(value))
