import { explore, failing, run, send, waitingFor, type Mocks } from '@reyield/testing'
import { expect, it } from 'vitest'
import type * as impl from './activities.ts'
import type { Answer, Task } from './conversation.ts'
import { scriptedModel } from './model.ts'
import { agent, decision } from './workflows.ts'

const task: Task = {
  question: 'How many more inhabitants has Rome than Oslo? Tell ann by mail.',
  budget: { steps: 10, tokens: 2000 },
  approveWithin: '1 day',
  longest: 20,
}

/** The scripted model, tools, and the mails that they have sent. */
function tools() {
  const mails = new Set<string>()
  const activities = {
    askModel: messages => scriptedModel(messages),
    summarize: messages => ({
      text: messages
        .slice(1)
        .map(({ text }) => text)
        .join('\n'),
      tokens: 10,
    }),
    search: query => (query.endsWith('Rome') ? '300' : '100'),
    calculate: () => 200,
    sendMail: ({ id }) => void mails.add(id),
  } satisfies Mocks<typeof impl>
  return { mails, activities }
}

const approved = send(decision('mail'), { approve: true, by: 'bob' })

it('asks the model and runs its tools, two of them side by side, until it has an answer', async () => {
  const { mails, activities } = tools()
  const { result, calls } = await run(agent, task, { activities, signals: [approved] })
  expect(result).toEqual({
    state: 'answered',
    text: 'Rome has 200 inhabitants more than Oslo. I have told ann.',
    used: { steps: 4, tokens: expect.any(Number) as number },
  })
  expect(calls.map(({ name }) => name)).toEqual(
    'askModel search search askModel calculate askModel sendMail askModel'.split(' '),
  )
  expect([...mails]).toEqual(['agent-1 mail'])
})

it('shows which mail waits for a decision, and sends no mail that a human refuses', async () => {
  const { mails, activities } = tools()
  const going = run(agent, task, { activities })
  const { status } = await going.until(waitingFor(decision('mail')))
  expect(status!.value).toMatchObject({ asks: [{ id: 'mail', to: 'ann' }] })
  going.signal(decision('mail'), { approve: false, by: 'bob' })
  const { result, status: last } = await going
  expect(result).toMatchObject({
    text: 'Rome has 200 inhabitants more than Oslo. I was not allowed to tell ann.',
  })
  expect([last!.value, mails.size]).toEqual([{ used: expect.anything() as unknown, asks: [] }, 0])
})

it('sends no mail that nobody approves in time', async () => {
  const { mails, activities } = tools()
  const { result, now } = await run(agent, task, { activities })
  expect(result).toMatchObject({ state: 'answered' })
  expect([now.toISOString().slice(0, 10), mails.size]).toEqual(['2026-01-02', 0])
})

it('asks an overloaded model again, with longer and longer pauses', async () => {
  const { activities } = tools()
  const overloaded = failing(new Error('overloaded'), { times: 5, then: activities.askModel })
  const ran = await run(agent, task, {
    activities: { ...activities, askModel: overloaded },
    signals: [approved],
  })
  expect(ran.result).toMatchObject({ state: 'answered', used: { steps: 4 } })
})

it('tells the model which tool has failed, and why', async () => {
  const { activities } = tools()
  const answers: string[] = []
  const { result } = await run(
    agent,
    { ...task, budget: { steps: 2, tokens: 2000 } },
    {
      activities: {
        ...activities,
        search: failing(Object.assign(new Error('nothing found'), { name: 'ToolError' })),
        askModel(messages) {
          answers.push(messages.at(-1)!.text)
          return activities.askModel(messages)
        },
      } satisfies Mocks<typeof impl>,
    },
  )
  expect([answers[1], result!.state]).toEqual(['search failed: nothing found', 'out of budget'])
})

it.each([
  ['steps', { steps: 3, tokens: 2000 }],
  ['tokens', { steps: 10, tokens: 60 }],
])('stops when its budget of %s is used up', async (_, budget) => {
  const { activities } = tools()
  const { result, calls } = await run(agent, { ...task, budget }, { activities, signals: [approved] })
  expect(result).toMatchObject({ state: 'out of budget' })
  expect(calls.filter(({ name }) => name === 'askModel')).toHaveLength(3)
})

it('continues as new with a summary before its conversation becomes too long', async () => {
  const { activities } = tools()
  const { result, runs } = await run(agent, { ...task, longest: 3 }, { activities, signals: [approved] })
  expect(result).toMatchObject({ state: 'answered', used: { steps: 4 } })
  expect(runs.length).toBeGreaterThan(1)
})

it('sends a mail only if it was approved, and only once, whatever fails and in whatever order', async () => {
  const mail = { id: 'mail', tool: 'sendMail', to: 'ann', text: 'hello' } as const
  const { complete, closeStatuses } = await explore(agent, task, () => {
    const { mails, activities } = tools()
    return {
      activities: {
        ...activities,
        askModel: messages =>
          messages.length === 1
            ? { text: 'I tell ann.', calls: [mail], tokens: 1 }
            : { text: messages.at(-1)!.text, calls: [], tokens: 1 },
      } satisfies Mocks<typeof impl>,
      signals: [approved],
      outcomes: { askModel: ['completed'], sendMail: ['completed', 'timedOutAfterWork'] },
      never: { 'a mail is sent without an approval, or twice': ({ signals }) => mails.size > signals.length },
      finally: {
        'the model learns what has become of the mail': ({ result }) =>
          result === undefined || // canceled
          (mails.size === 1) === /: sent|failed/.test((result as Answer).text),
      },
    }
  })
  expect({ complete, closeStatuses }).toEqual({
    complete: true,
    closeStatuses: { COMPLETED: 10, CANCELED: 23 },
  })
})
