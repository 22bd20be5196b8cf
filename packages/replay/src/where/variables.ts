import type { Runtime } from 'node:inspector'
import { inspecting } from './inspecting.ts'

/**
 * The local variables of a suspended generator, as V8's debugger shows them: names and short values. Only those of the generator
 * itself, not of helpers that it calls with `yield*`.
 */
export function variablesOf(generator: object): Record<string, string> {
  return inspecting(
    generator,
    ({ objectId, properties }) => {
      const internal = properties(objectId).internalProperties ?? []
      const scopes = internal.find(({ name }) => name === '[[Scopes]]')?.value?.objectId
      if (scopes === undefined) return {}
      const found: Record<string, string> = {}
      for (const { value } of properties(scopes).result) {
        // blocks, innermost first, up to the function's own scope; what follows belongs to the code around it
        const kind = /^(Local|Block|With Block|Catch)/.exec(value?.description ?? '')?.[1]
        if (value?.objectId === undefined || kind === undefined) continue
        for (const variable of properties(value.objectId).result) {
          if (variable.value !== undefined) found[variable.name] ??= shown(variable.value)
        }
        if (kind === 'Local') break
      }
      return found
    },
    {},
  )
}

function shown({ type, value, unserializableValue, description, preview }: Runtime.RemoteObject): string {
  if (type === 'string') return JSON.stringify(value)
  if (type === 'function') return functionText(description)
  if (preview !== undefined && type === 'object') {
    const list = preview.subtype === 'array'
    const parts = preview.properties.map(({ name, value: of, type: kind }) => {
      const text = kind === 'string' ? JSON.stringify(of) : kind === 'function' ? 'function' : (of ?? kind)
      return list ? text : `${name}: ${text}`
    })
    if (preview.overflow) parts.push('…')
    return list
      ? `[${parts.join(', ')}]`
      : `${preview.description === 'Object' ? '' : `${preview.description} `}{${parts.join(', ')}}`
  }
  return unserializableValue ?? description ?? String(value)
}

/** The debugger describes a function by its source. */
function functionText(source = ''): string {
  const [, kind, name] = /^(class|(?:async )?function\*?) +([\p{L}_$][\p{L}\p{N}_$]*)/u.exec(source) ?? []
  return kind === undefined ? 'function' : `${kind === 'class' ? kind : 'function'} ${name}`
}
