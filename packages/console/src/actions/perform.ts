import type { ChildPolicy } from '@reyield/workflow'
import { recordedStart, startAgain } from '@reyield/inspect/internal'
import type { Action, ActionDone } from '../api/index.ts'
import { serviceOf, type App } from '../app.ts'
import { runOf } from '../runs/opened.ts'
import { checkClosed } from './rerun.ts'
import { handleOf, signalNamed, workflowToStart } from './targets.ts'
import { writtenInput } from './written.ts'

type Performers = {
  readonly [Kind in Action['kind']]: (
    app: App,
    action: Extract<Action, { kind: Kind }>,
  ) => Promise<ActionDone>
}

const performers: Performers = {
  async start(app, { workflow, workflowId, input, taskList, tags }) {
    const service = serviceOf(app)
    const of = await workflowToStart(app, service, workflow)
    const text = await writtenInput(app, { workflow }, input)
    const { runId } = await service.client.start(of, text, {
      workflowId,
      ...(taskList === undefined ? {} : { taskList }),
      ...(tags === undefined || tags.length === 0 ? {} : { tags }),
    })
    return { done: `${workflowId} was started`, run: { workflowId, runId } }
  },
  async signal(app, { signal, input, ...run }) {
    const text = await writtenInput(app, { signal }, input)
    await (await target(app, run)).signal(signalNamed(signal), text)
    return { done: `${run.workflowId} got the signal ${signal}` }
  },
  async 'request-cancel'(app, run) {
    await (await target(app, run)).requestCancel()
    return { done: `${run.workflowId} was asked to cancel itself` }
  },
  async terminate(app, { reason, childPolicy, ...run }) {
    await (
      await target(app, run)
    ).terminate({
      ...(reason === undefined ? {} : { reason }),
      ...(childPolicy === undefined ? {} : { childPolicy: childPolicy as ChildPolicy }),
    })
    return { done: `${run.workflowId} was terminated` }
  },
  async nudge(app, run) {
    await (await target(app, run)).nudge()
    return { done: `The deciders of ${run.workflowId} try again now` }
  },
  async rerun(app, run) {
    const { client, coder } = serviceOf(app)
    const { workflowId, runId } = await runOf(serviceOf(app), run)
    const before = await recordedStart(client, coder, workflowId, runId)
    checkClosed(before, workflowId)
    const started = await startAgain(client, before, workflowId)
    return { done: `${workflowId} was started again`, run: started }
  },
}

/** Does an action. The lists and the run are read again. */
export async function perform(app: App, action: Action): Promise<ActionDone> {
  const done = await (performers[action.kind] as (app: App, action: Action) => Promise<ActionDone>)(
    app,
    action,
  )
  const runs = [...('runId' in action ? [action] : []), ...(done.run === undefined ? [] : [done.run])]
  serviceOf(app).hasChanged(runs.map(({ workflowId, runId }) => ({ workflowId, runId })))
  return done
}

async function target(app: App, run: { readonly workflowId: string; readonly runId: string }) {
  const service = serviceOf(app)
  return handleOf(service, await runOf(service, run))
}
