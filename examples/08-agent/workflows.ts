import {
  activities,
  all,
  continueAsNew,
  info,
  isReyieldError,
  race,
  signal,
  sleep,
  status,
  workflow,
  type StatusOperation,
} from '@reyield/workflow'
import type * as impl from './activities.ts'
import type { Answer, Mail, Message, Task, ToolCall, Usage } from './conversation.ts'

const { askModel, summarize } = activities<typeof impl>({
  startToClose: '30s',
  retry: { maximumAttempts: 8, maximumInterval: '30s', nonRetryable: ['InvalidRequestError'] }, // it may be overloaded
})
const { search, calculate, sendMail } = activities<typeof impl>({
  startToClose: '10s',
  retry: { maximumAttempts: 3, nonRetryable: ['ToolError'] },
})

/** A human's decision about a mail. Each mail has a signal of its own, because several may wait at the same time. */
export const decision = (mail: string) => signal<{ approve: boolean; by: string }>(`decision ${mail}`)

/** What `handle.status()` returns. */
export interface AgentStatus {
  readonly used: Usage
  /** The mails that wait for a decision. */
  readonly asks: readonly Mail[]
}

/**
 * Asks the model, runs the tools that it asks for side by side, and tells it what they returned, until it has an answer or the budget is
 * used up. Before the conversation becomes too long, the model summarizes it, and a new run continues with the summary.
 */
export const agent = workflow(
  { name: 'agent', taskList: 'agent', executionStartToClose: '30 days' },
  async function* (task: Task): AsyncGenerator<unknown, Answer> {
    const { question, budget, soFar } = task
    const messages: Message[] = [{ from: 'user', text: question }]
    if (soFar !== undefined) messages.push({ from: 'user', text: soFar.summary })
    let used: Usage = soFar?.used ?? { steps: 0, tokens: 0 }
    const spend = (tokens: number, steps = 0) =>
      (used = { steps: used.steps + steps, tokens: used.tokens + tokens })
    const asks = new Set<Mail>()
    const desk: Desk = {
      asks,
      within: task.approveWithin,
      show: () => status({ used, asks: [...asks] } satisfies AgentStatus),
    }

    while (used.steps < budget.steps && used.tokens < budget.tokens) {
      const { text, calls, tokens } = yield* askModel([...messages])
      spend(tokens, 1)
      if (calls.length === 0) return { state: 'answered', text, used }
      const results = yield* all(calls.map(call => use(call, desk)))
      messages.push({ from: 'model', text }, ...results.map(text => ({ from: 'tool' as const, text })))
      if (messages.length > task.longest) {
        const { text: summary, tokens } = yield* summarize([...messages])
        spend(tokens)
        yield* continueAsNew({ ...task, soFar: { summary, used } } satisfies Task)
      }
    }
    return { state: 'out of budget', text: messages.at(-1)!.text, used }
  },
)

/** Runs a tool and returns what the model is told. A tool that fails doesn't end the agent: the model decides what to do instead. */
async function* use(call: ToolCall, desk: Desk): AsyncGenerator<unknown, string> {
  try {
    switch (call.tool) {
      case 'search':
        return `search ${call.query}: ${yield* search(call.query)}`
      case 'calculate':
        return `calculate ${call.expression}: ${yield* calculate(call.expression)}`
      case 'sendMail':
        return yield* sendIfApproved(call, desk)
    }
  } catch (error) {
    if (!isReyieldError(error, 'ACTIVITY_FAILED') && !isReyieldError(error, 'ACTIVITY_TIMED_OUT')) throw error
    return `${call.tool} failed: ${(error.cause as Error | undefined)?.message ?? 'no answer'}`
  }
}

/** Where a human decides about mails: which ones wait, and how long. `show` puts them into the status. */
interface Desk {
  readonly asks: Set<Mail>
  readonly within: string
  show(): StatusOperation
}

/** Sends a mail if a human approves it in time. */
async function* sendIfApproved({ id, to, text }: Mail, desk: Desk): AsyncGenerator<unknown, string> {
  const mail = { id, to, text }
  desk.asks.add(mail)
  yield* desk.show()
  const first = yield* race({ decided: decision(id), late: sleep(desk.within) })
  desk.asks.delete(mail)
  yield* desk.show()
  if (first.winner === 'late') return `mail to ${to}: not sent, because nobody approved it in time`
  const { approve, by } = first.value
  if (!approve) return `mail to ${to}: not sent, because ${by} refused it`
  const { workflowId } = yield* info()
  yield* sendMail({ id: `${workflowId} ${id}`, to, text }) // by its id, the mail provider finds a repeated request
  return `mail to ${to}: sent, approved by ${by}`
}
