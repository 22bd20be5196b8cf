import { readRun, startReplayHost, type ReplayCheck, type ReplayHost } from '@reyield/inspect'
import type { Settings } from '../config/settings.ts'
import { checked } from '../runs/checked.ts'
import { presentCode } from '../runs/code.ts'
import { isGone } from '@reyield/client/internal'
import { decodedEvents } from '@reyield/inspect/internal'
import type { DevSwf } from './dev-swf.ts'

/** What was found about the present code. */
export type CodeCheck =
  | { readonly loads: false; readonly error: Error }
  | { readonly loads: true; readonly executions: readonly CheckedExecution[] }

/** Whether an open execution fits the code. */
export interface CheckedExecution {
  readonly workflowId: string
  /** Its type, for people: `order@1.0`. */
  readonly type: string
  readonly check: ReplayCheck
}

/** Loads the workflows into a new process, and replays all open executions with them, as far as it gets until it's interrupted. */
export async function checkCode(
  swf: Pick<DevSwf, 'client' | 'domain' | 'coder'>,
  settings: Settings,
  interrupted: AbortSignal,
  onReplay: (workflowId: string) => void,
): Promise<CodeCheck> {
  let host: ReplayHost | undefined
  const close = () => void host?.close()
  interrupted.addEventListener('abort', close)
  try {
    try {
      host = startReplayHost(presentCode(settings))
      await host.definitions()
    } catch (error) {
      return { loads: false, error: error as Error }
    }
    return { loads: true, executions: await replayed(host, swf, interrupted, onReplay) }
  } finally {
    interrupted.removeEventListener('abort', close)
    await host?.close()
  }
}

async function replayed(
  host: ReplayHost,
  { client, domain, coder }: Pick<DevSwf, 'client' | 'domain' | 'coder'>,
  interrupted: AbortSignal,
  onReplay: (workflowId: string) => void,
): Promise<CheckedExecution[]> {
  const executions: CheckedExecution[] = []
  for await (const { workflowId, runId, info } of client.list({ status: 'OPEN' })) {
    if (interrupted.aborted) break
    onReplay(workflowId)
    const execution = { workflowId, runId }
    try {
      const { events } = await readRun(client.swf, { domain, ...execution })
      const recorded = { execution, events: await decodedEvents(events, coder(workflowId)) }
      const type = `${info.workflowType?.name}@${info.workflowType?.version}`
      executions.push({ workflowId, type, check: await checked(host, recorded) })
    } catch (error) {
      if (!isGone(error)) throw error // it closed meanwhile
    }
  }
  return executions
}
