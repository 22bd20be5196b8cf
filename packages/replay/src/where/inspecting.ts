import { Session, type Runtime } from 'node:inspector'

const slot = Symbol.for('reyield.generator')

/** V8's debugger, for an object of this process. */
export interface Inspected {
  readonly session: Session
  readonly objectId: string
  readonly properties: (objectId: string) => Runtime.GetPropertiesReturnType
}

/** Inspects an object with V8's debugger. Returns `otherwise` if there is none. */
export function inspecting<T>(object: object, look: (inspected: Inspected) => T, otherwise: T): T {
  const session = new Session()
  session.connect()
  try {
    ;(globalThis as Record<symbol, unknown>)[slot] = object
    const objectId = evaluate(session, `globalThis[Symbol.for('reyield.generator')]`)
    if (objectId === undefined) return otherwise
    return look({ session, objectId, properties: id => properties(session, id) })
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
