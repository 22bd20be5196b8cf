import { leftOut, recordedStart } from '@reyield/inspect/internal'
import type { Action, ActionPreview } from '../api/index.ts'
import { serviceOf, type App } from '../app.ts'
import type { History } from '../runs/history.ts'
import { runOf } from '../runs/opened.ts'
import { runView } from '../runs/run-view.ts'
import { checkClosed } from './rerun.ts'
import { workflowToStart } from './targets.ts'
import { writtenInput } from './written.ts'

/** How many activities are named in a sentence. */
const mostNamed = 8

type Previews = {
  readonly [Kind in Action['kind']]: (
    app: App,
    action: Extract<Action, { kind: Kind }>,
  ) => Promise<ActionPreview>
}

const previews: Previews = {
  async start(app, { workflow, workflowId, input, taskList, tags = [] }) {
    const service = serviceOf(app)
    const { taskList: usual, executionStartToClose } = await workflowToStart(app, service, workflow)
    await writtenInput(app, { workflow }, input)
    const list = taskList ?? usual
    const { count } = await service.client.count({ status: 'OPEN', workflowId })
    return {
      will: [
        `Starts ${workflow.name}@${workflow.version} as '${workflowId}'` +
          (list === undefined ? '' : ` on the task list '${list}'`) +
          (input === undefined ? ', without input' : ''),
        ...(count > 0 ? ['An open execution has this workflow id, so SWF will refuse it'] : []),
        ...(tags.length > 0 ? [`Its tags are ${tags.join(', ')}`] : []),
        ...(executionStartToClose === undefined
          ? []
          : [
              `It times out ${Number(executionStartToClose).toLocaleString('en-US')} seconds after its start`,
            ]),
      ],
      isFinal: false,
    }
  },
  async signal(app, { workflowId, signal, input }) {
    await writtenInput(app, { signal }, input)
    const { signals } = await app.code.declared()
    const isKnown = !app.code.isThere || signals.some(({ name }) => name === signal)
    return {
      will: [
        `Sends the signal '${signal}' to '${workflowId}'${input === undefined ? ', without input' : ''}`,
        ...(isKnown
          ? []
          : [`The configured workflows export no signal '${signal}', so its input isn’t checked`]),
        'The workflow gets it when it receives the signal; a signal can’t be taken back',
      ],
      isFinal: false,
    }
  },
  'request-cancel': (_, { workflowId }) =>
    Promise.resolve({
      will: [
        `Asks '${workflowId}' to cancel itself`,
        'CanceledError is thrown at what its workflow waits for. The workflow decides what it does about that, and may clean up first',
      ],
      isFinal: true,
    }),
  async terminate(app, { childPolicy, ...run }) {
    const history = await serviceOf(app).runs.read(await runOf(serviceOf(app), run))
    const view = await runView(history, app.code, new Date(app.now()))
    const children = view.steps.filter(({ kind, closed }) => kind === 'child' && closed === undefined)
    const running = view.steps.filter(({ kind, state }) => kind === 'activity' && state === 'running')
    return {
      will: [
        `Terminates '${run.workflowId}' at once. Its workflow isn’t asked and can’t clean up`,
        ...(children.length === 0
          ? []
          : [ofChildren(children.length, childPolicy ?? view.childPolicy ?? 'TERMINATE')]),
        ...(running.length === 0
          ? []
          : [
              `${named(running.map(({ name = '' }) => name))} may still run: a worker learns of it at its next heartbeat`,
            ]),
      ],
      isFinal: true,
    }
  },
  nudge: (_, { workflowId }) =>
    Promise.resolve({
      will: [
        `Makes the deciders of '${workflowId}' try again at once, for instance after a fix was deployed`,
        'A signal that the workflow never sees is sent, which adds four events to the history',
      ],
      isFinal: false,
    }),
  async rerun(app, run) {
    const service = serviceOf(app)
    const { workflowId, runId } = await runOf(service, run)
    const before = await recordedStart(service.client, service.coder, workflowId, runId)
    checkClosed(before, workflowId)
    const repeated = repeatedIn(await service.runs.read({ workflowId, runId }))
    return {
      will: [
        `Starts ${before.type.name}@${before.type.version} again as '${workflowId}', with the input, tags, task list and timeouts of run ${runId}`,
        repeated.length === 0
          ? 'It begins with its first step. No activity of that run has completed'
          : `All its steps run again. These activities have completed before, and what they did is done once more: ${named(repeated)}`,
        ...leftOut(before),
      ],
      isFinal: repeated.length > 0,
    }
  },
}

/** What an action will do. */
export const previewOf = (app: App, action: Action): Promise<ActionPreview> =>
  (previews[action.kind] as (app: App, action: Action) => Promise<ActionPreview>)(app, action)

const ofChildren = (count: number, policy: string): string => {
  const children = count === 1 ? 'Its open child execution is' : `Its ${count} open child executions are`
  if (policy === 'ABANDON') return `${children} left alone, and ${count === 1 ? 'goes' : 'go'} on`
  return policy === 'REQUEST_CANCEL'
    ? `${children} asked to cancel ${count === 1 ? 'itself' : 'themselves'}`
    : `${children} terminated as well`
}

/** Names with their numbers, in the order of their first: `charge, pack (2)`. */
function named(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  const shown = [...counts]
    .slice(0, mostNamed)
    .map(([name, count]) => (count === 1 ? name : `${name} (${count})`))
  const more = counts.size - shown.length
  return shown.join(', ') + (more > 0 ? ` and ${more} others` : '')
}

/** The activities that a run has completed. */
function repeatedIn({ events }: History): string[] {
  return events.flatMap(({ activityTaskCompletedEventAttributes: completed }) => {
    const scheduled = completed && events[completed.scheduledEventId! - 1]
    return scheduled?.activityTaskScheduledEventAttributes?.activityType?.name ?? []
  })
}
