import { Session, type Runtime } from 'node:inspector'

const slot = Symbol.for('reyield.generator')

/**
 * The local variables of a suspended generator, as V8's debugger shows them: name and value in short. Of the generator
 * itself, not of helpers that it waits for by `yield*`.
 */
export function variablesOf(generator: object): Record<string, string> {
  const session = new Session()
  session.connect()
  try {
    ;(globalThis as Record<symbol, unknown>)[slot] = generator
    const objectId = evaluate(session, `globalThis[Symbol.for('reyield.generator')]`)
    if (objectId === undefined) return {}
    const internal = properties(session, objectId).internalProperties ?? []
    const scopes = internal.find(({ name }) => name === '[[Scopes]]')?.value?.objectId
    if (scopes === undefined) return {}
    const found: Record<string, string> = {}
    for (const { value } of properties(session, scopes).result) {
      // function and block scopes, from inside out; the module's and the process's own are no local variables
      if (value?.objectId === undefined || !/^(Local|Block|With Block|Catch)/.test(value.description ?? ''))
        continue
      for (const variable of properties(session, value.objectId).result) {
        if (variable.value !== undefined) found[variable.name] ??= shown(variable.value)
      }
    }
    return found
  } finally {
    delete (globalThis as Record<symbol, unknown>)[slot]
    session.disconnect()
  }
}

function evaluate(session: Session, expression: string): string | undefined {
  let objectId: string | undefined
  session.post('Runtime.evaluate', { expression }, (_, answer) => (objectId = answer?.result.objectId))
  return objectId
}

function properties(session: Session, objectId: string): Runtime.GetPropertiesReturnType {
  let found: Runtime.GetPropertiesReturnType = { result: [] }
  session.post(
    'Runtime.getProperties',
    { objectId, ownProperties: true, generatePreview: true },
    (_, answer) => (found = answer ?? found),
  )
  return found
}

function shown({ type, value, unserializableValue, description, preview }: Runtime.RemoteObject): string {
  if (type === 'string') return JSON.stringify(value)
  if (preview !== undefined && type === 'object') {
    const list = preview.subtype === 'array'
    const parts = preview.properties.map(({ name, value: of, type: kind }) => {
      const text = kind === 'string' ? JSON.stringify(of) : (of ?? kind)
      return list ? text : `${name}: ${text}`
    })
    if (preview.overflow) parts.push('…')
    return list
      ? `[${parts.join(', ')}]`
      : `${preview.description === 'Object' ? '' : `${preview.description} `}{${parts.join(', ')}}`
  }
  return unserializableValue ?? description ?? String(value)
}
