import { text } from 'node:stream/consumers'
import type { IncomingMessage } from 'node:http'
import type { Client } from '@reyield/client'
import { completeLater, type ActivityContext, type CompleteLater } from '@reyield/worker'
import { activities, isReyieldError, race, signal, sleep, status, workflow } from '@reyield/workflow'
import { z } from 'zod'

// Work of another system: a render farm takes jobs from a queue.
interface Job {
  readonly video: string
  readonly taskToken: string
}
interface Film {
  readonly file: string
}

const farm = {
  /** Gives the video to the render farm, which completes the activity. */
  async render(video: string, { taskToken }: ActivityContext): Promise<Film | CompleteLater> {
    const made = films.get(video)
    if (made !== undefined) return made
    await queue.send({ video, taskToken }) // before it returns: nobody can find a lost token again
    return completeLater()
  },
}

export const { render } = activities<typeof farm>({
  startToClose: '2h', // the longest time in the queue and in the farm
  heartbeat: '10m', // the longest time between two heartbeats of the farm
  retry: { maximumAttempts: 3 }, // each attempt has a token of its own
})

export const trailer = workflow(
  { name: 'trailer', taskList: 'guide', executionStartToClose: '1 day' },
  async function* (video: string) {
    const { file } = yield* render(video)
    return `published ${file}`
  },
)

/** Does one job, in a process of the farm. It has a client and neither a worker nor the workflow's code. */
export async function doJob(client: Client, { video, taskToken }: Job): Promise<void> {
  const task = client.activity(taskToken, { activity: render })
  try {
    for (let percent = 0; percent < 100; percent += 50) {
      const { cancelRequested } = await task.heartbeat({ percent })
      if (cancelRequested) return await task.cancel()
      await renderPart(video, percent)
    }
    await task.complete({ file: `${video}.mp4` })
  } catch (error) {
    if (isReyieldError(error, 'ACTIVITY_TASK_UNKNOWN')) return // the workflow no longer waits for this job
    await task.fail(error)
  }
}

// An answer over HTTP: a bank calls an address when it has made a payment.
const Payment = z.object({ number: z.string(), amount: z.number() })

const bank = {
  /** Orders the payment. The bank's callback completes the activity. */
  async pay(
    amount: number,
    { taskToken }: ActivityContext,
  ): Promise<z.infer<typeof Payment> | CompleteLater> {
    const id = crypto.randomUUID()
    await tokens.set(id, taskToken)
    await orderPayment({ amount, callback: `https://shop.example/payments/${id}` })
    return completeLater()
  },
}

export const { pay } = activities<typeof bank>({ startToClose: '2 days' })

export const invoice = workflow(
  { name: 'invoice', taskList: 'guide', executionStartToClose: '7 days' },
  async function* (amount: number) {
    return (yield* pay(amount)).number
  },
)

/** Handles `POST /payments/<id>` and returns the HTTP status. The bank repeats a callback until it gets a 2xx. */
export async function bankCallback(client: Client, request: IncomingMessage): Promise<number> {
  const taskToken = await tokens.get(request.url!.split('/').at(-1)!)
  if (taskToken === undefined) return 404
  try {
    const payment = JSON.parse(await text(request)) as z.infer<typeof Payment> // the schema checks it
    await client.activity(taskToken, { activity: pay, schema: Payment }).complete(payment, { timeout: '20s' })
    return 204
  } catch (error) {
    if (isReyieldError(error, 'ACTIVITY_TASK_UNKNOWN')) return 204 // it came before, or too late
    if (isReyieldError(error, 'INPUT_INVALID') || error instanceof SyntaxError) return 400
    throw error // 500: the bank tries again
  }
}

// A question to people: asked by an activity, answered by a signal.
const mail = {
  async ask(_: { approver: string; expense: string }): Promise<void> {},
}
const { ask } = activities<typeof mail>({ startToClose: '1m', retry: { maximumAttempts: 5 } })

export const answered = signal<{ by: string; approve: boolean }>('answered')

/** What the page of an expense shows. */
export interface ExpenseStatus {
  readonly waitingFor?: string
  readonly approved?: boolean
  readonly by?: string
}

export const expense = workflow(
  { name: 'expense', taskList: 'guide', executionStartToClose: '30 days' },
  async function* ({ id, approvers }: { id: string; approvers: readonly string[] }) {
    for (const approver of approvers) {
      yield* ask({ approver, expense: id })
      yield* status({ waitingFor: approver } satisfies ExpenseStatus)
      const next = yield* race({ answered, nobody: sleep('2 days') })
      if (next.winner === 'nobody') continue
      const { by, approve: approved } = next.value
      yield* status({ approved, by } satisfies ExpenseStatus)
      return approved
    }
    return false
  },
)

/** The page behind the link in the mail. It shows what has become of the expense, and takes an answer. */
export const expensePage = (client: Client, id: string) => {
  const handle = client.handle(expense, { workflowId: `expense-${id}` })
  return {
    show: async () => (await handle.status<ExpenseStatus>()).status,
    answer: (by: string, approve: boolean) => handle.signal(answered, { by, approve }),
  }
}

// What the examples use: a queue, tables, and the farm's work.
export const jobs: Job[] = []
const queue = { send: async (job: Job) => void jobs.push(job) }
export const films = new Map<string, Film>()
const stored = new Map<string, string>()
const tokens = {
  set: async (id: string, token: string) => void stored.set(id, token),
  get: async (id: string) => stored.get(id),
}
export const payments: { amount: number; callback: string }[] = []
const orderPayment = async (payment: { amount: number; callback: string }) => void payments.push(payment)
export const farmWork = { renderPart: async (_video: string, _percent: number): Promise<void> => undefined }
const renderPart = (video: string, percent: number) => farmWork.renderPart(video, percent)

export const longRunning = { ...farm, ...bank, ...mail }
