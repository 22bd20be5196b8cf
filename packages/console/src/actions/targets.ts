import type { RunHandle } from '@reyield/client'
import { asWritten, registeredWorkflow, standIn, type AnyInput } from '@reyield/inspect/internal'
import type { Signal } from '@reyield/workflow'
import type { RunRef } from '../api/index.ts'
import type { App } from '../app.ts'
import type { Service } from '../service/service.ts'

/**
 * A workflow to start with an input that is already serialized: with the defaults of the code that declares it, or of its registered type.
 *
 * @throws UnknownTypeError (TYPE_UNKNOWN)
 */
export async function workflowToStart(
  { code }: App,
  { client }: Service,
  type: { readonly name: string; readonly version: string },
): Promise<AnyInput> {
  const { workflows } = await code.declared()
  const declared = workflows.find(({ name, version }) => name === type.name && version === type.version)
  const workflow =
    declared === undefined
      ? await registeredWorkflow(client, type)
      : standIn({ ...declared, serializer: asWritten })
  return { ...workflow, serializer: asWritten }
}

/** The handle of exactly one run. */
export const handleOf = ({ client }: Service, run: RunRef): RunHandle<unknown> =>
  client.handle(standIn({ name: '', version: '' }), run, { followRuns: false })

/** A signal with an input that is already serialized. */
export const signalNamed = (signalName: string): Signal<unknown> =>
  ({ signalName, serializer: asWritten, schema: undefined }) as unknown as Signal<unknown>
