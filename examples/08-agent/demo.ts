import { isReyieldError } from '@reyield/workflow'
import { firstOpen, poll, type Demo, type DemoSystem } from '../start/demo.ts'
import { startOrContinue } from '../start/start-or-continue.ts'
import type { Task } from './conversation.ts'
import { agent, decision, type AgentStatus } from './workflows.ts'

const task: Task = {
  question: 'How many more inhabitants has Rome than Oslo? Tell ann by mail.',
  budget: { steps: 10, tokens: 2000 },
  approveWithin: '1 day',
  longest: 4,
}

/** A task whose mail a human approves, one whose mail nobody approves in time, and one with a small budget. */
const tasks: readonly { readonly id: string; readonly task: Task; readonly approver?: string }[] = [
  { id: 'agent-approved', task, approver: 'bob' },
  { id: 'agent-late', task: { ...task, approveWithin: '1s' } },
  { id: 'agent-frugal', task: { ...task, longest: 20, budget: { steps: 2, tokens: 2000 } } },
]

export const demo: Demo = {
  folder: '08-agent',
  workflows: [agent],
  workers: 1,
  async run(system) {
    const ids = tasks.map(({ id }) => id)
    for (const { id, task, approver } of tasks.slice(await firstOpen(system.client, ids)))
      await runTask(system, id, task, approver)
  },
}

/** Runs a task to its end. If there is an approver, they approve each mail. */
async function runTask(
  { client, print }: DemoSystem,
  workflowId: string,
  task: Task,
  approver?: string,
): Promise<void> {
  const { handle, isNew } = await startOrContinue(client, agent, workflowId, options =>
    client.start(agent, task, options),
  )
  print(`\n${workflowId}: ${isNew ? task.question : 'continues'}`)
  const present = client.handle(agent, { workflowId }) // of its last run: the agent continues as new
  const asked = new Set<string>()
  const { text, used, state } = await poll(async () => {
    const { status } = await present.status<AgentStatus>()
    for (const { id, to } of status?.asks ?? []) {
      if (approver === undefined || asked.has(id)) continue
      asked.add(id)
      print(`  ${approver} approves the mail to ${to}`)
      await present.signal(decision(id), { approve: true, by: approver }).catch(tooLate)
    }
    const { executionInfo } = await present.describe()
    return executionInfo?.executionStatus === 'CLOSED' ? await handle.result() : undefined
  })
  print(`  ${state}: ${text} (${used.steps} steps, ${used.tokens} tokens)`)
}

/** The execution closed before the human acted. */
function tooLate(error: unknown): void {
  if (!isReyieldError(error, 'EXECUTION_UNKNOWN')) throw error
}
