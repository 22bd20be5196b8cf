import type { Debugger } from 'node:inspector'
import { inspecting } from './inspecting.ts'
import { sourcePlace } from './source-lines.ts'

/** The source line of the `yield` or `await` at which a generator is suspended, according to V8's debugger. */
export function suspendedAt(generator: object): string | undefined {
  return inspecting(
    generator,
    ({ session, objectId, properties }) => {
      const scripts = new Map<string, Debugger.ScriptParsedEventDataType>()
      session.on('Debugger.scriptParsed', ({ params }) => scripts.set(params.scriptId, params))
      session.post('Debugger.enable')
      const internal = properties(objectId).internalProperties ?? []
      const location = internal.find(({ name }) => name === '[[GeneratorLocation]]')?.value?.value as
        | Debugger.Location
        | undefined
      const script = location && scripts.get(location.scriptId)
      session.post('Debugger.disable')
      if (location === undefined || script === undefined) return undefined
      return sourcePlace(
        script.url,
        location.lineNumber + 1,
        (location.columnNumber ?? 0) + 1,
        script.sourceMapURL,
      )
    },
    undefined,
  )
}
