import { createClient } from '@reyield/client'
import { scriptedSwf } from '@reyield/client/testing'
import {
  activities,
  child,
  continueAsNew,
  isReyieldError,
  signal,
  signalExternal,
  startChild,
  workflow,
  type Operation,
  type Schema,
} from '@reyield/workflow'
import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { decide, explore, history, mock, run, scenario, send, waitingFor } from '../src/index.ts'

interface Order {
  id: string
  lines: { price: number }[]
}
interface Approval {
  by: string
}

/** The same two schemas in each library. */
const libraries: Readonly<Record<string, { order: Schema<Order>; approval: Schema<Approval> }>> = {
  zod: {
    order: z.object({ id: z.string(), lines: z.array(z.object({ price: z.number().positive() })) }),
    approval: z.object({ by: z.string() }),
  },
  valibot: {
    order: v.object({
      id: v.string(),
      lines: v.array(v.object({ price: v.pipe(v.number(), v.minValue(1)) })),
    }),
    approval: v.object({ by: v.string() }),
  },
  arktype: {
    order: type({ id: 'string', lines: type({ price: 'number > 0' }).array() }),
    approval: type({ by: 'string' }),
  },
}

const good = { id: '7', lines: [{ price: 3 }] }
const secret = 'hush-hush'
const bad = { id: '7', lines: [{ price: 3 }, { price: secret }] } as never
const refusedAt = ['$.lines[1].price']
const badApproval = { by: { secret } } as never

/** The place at which a schema has refused a value. Checks that errors and records don't contain the value. */
function refusal(error: unknown) {
  const { code, message, stack } = error as Error & { code?: unknown }
  if (code !== 'INPUT_INVALID') throw error
  expect(`${message} ${JSON.stringify(error)} ${stack}`).not.toContain(secret)
  return message.split('. ')[0]
}
const thrownBy = async (call: () => unknown) => {
  try {
    await call()
  } catch (error) {
    return refusal(error)
  }
  return 'nothing'
}

describe.each(Object.entries(libraries))('schemas of %s', (_, schemas) => {
  const approved = signal('approved', { schema: schemas.approval })
  const options = {
    name: 'order',
    taskList: 'orders',
    executionStartToClose: '1h',
    input: schemas.order,
  } as const
  const order = workflow(options, async function* ({ lines }) {
    const { by } = yield* approved
    return `${lines.length} lines, approved by ${by}`
  })
  /** Asks for an operation that a schema refuses, and returns the error. */
  const asking = (ask: () => Operation<unknown>) =>
    workflow({ name: 'asking', executionStartToClose: '1h' }, async function* () {
      try {
        yield* ask()
        return 'nothing'
      } catch (error) {
        return refusal(error)
      }
    })
  const ofInput = "The input of workflow 'order' is invalid: its schema refuses $.lines[1].price"

  it('let a client start and signal with valid values', async () => {
    const { swf, calls } = scriptedSwf({
      startWorkflowExecution: [{ runId: 'r' }],
      signalWorkflowExecution: [{}],
    })
    const handle = await createClient({ swf, domain: 'shop' }).start(order, good, { workflowId: 'o' })
    await handle.signal(approved, { by: 'Ada' })
    expect(calls.map(({ method }) => method)).toEqual(['startWorkflowExecution', 'signalWorkflowExecution'])
  })

  it('report where and why a value is invalid, the latter only on request', async () => {
    const client = createClient({ swf: scriptedSwf({}).swf, domain: 'shop' })
    const error: unknown = await client.start(order, bad).catch((thrown: unknown) => thrown)
    if (!isReyieldError(error, 'INPUT_INVALID')) throw error
    expect(error.paths).toEqual(refusedAt)
    expect(error.issues).toEqual([{ path: refusedAt[0], message: expect.stringMatching(/number/) as string }])
    expect(Object.keys(error)).not.toContain('issues')
  })

  it('reject a start, a signal and both together before a client sends a request', async () => {
    const { swf, calls } = scriptedSwf({})
    const client = createClient({ swf, domain: 'shop' })
    const handle = client.handle(order, { workflowId: 'o' })
    const ofSignal = "The input of signal 'approved' is invalid: its schema refuses $.by"
    expect(await thrownBy(() => client.start(order, bad))).toEqual(ofInput)
    expect(await thrownBy(() => handle.signal(approved, badApproval))).toEqual(ofSignal)
    const both = { workflowId: 'o', signal: approved }
    expect(
      await thrownBy(() => client.signalWithStart(order, { ...both, input: bad, value: { by: 'Ada' } })),
    ).toEqual(ofInput)
    expect(
      await thrownBy(() => client.signalWithStart(order, { ...both, input: good, value: badApproval })),
    ).toEqual(ofSignal)
    expect(calls).toEqual([])
  })

  it('fail an execution that another program has started with an invalid input, before its program runs', async () => {
    for (const workflowErrors of ['hold', () => 'hold' as const] as const) {
      const strict = workflow({ ...options, workflowErrors }, async function* (input) {
        yield* approved
        throw new Error(`reached with ${input.id}`)
      })
      const { decisions } = await decide(strict, history(strict).started(bad))
      expect(decisions).toEqual([
        { marker: 'u1', details: JSON.stringify({ on: 'throw', invalid: refusedAt }) },
        { fail: expect.anything() as unknown },
      ])
      expect(refusal((decisions[1] as { fail: unknown }).fail)).toEqual(ofInput)
    }
  })

  it('are applied to children, signals to others and new runs when a workflow asks for them', async () => {
    const ofSignal = (to: string) =>
      `The input of signal 'approved' to execution '${to}' (id 'ID') is invalid: its schema refuses $.by`
    const ofChild = ofInput.replace("workflow 'order'", "child workflow 'order' (id 'ID')")
    const places = {
      child: [ofChild, () => child(order, bad)],
      'child that is started apart': [ofChild, () => startChild(order, bad)],
      'signal to another execution': [
        ofSignal('o'),
        () => signalExternal({ workflowId: 'o' }, approved, badApproval),
      ],
      'signal to a child': [
        ofSignal('c'),
        async function* () {
          yield* (yield* startChild(order, good, { workflowId: 'c' })).signal(approved, badApproval)
        },
      ],
    } as const
    for (const [place, [expected, ask]] of Object.entries(places)) {
      const { result, decisions } = await run(asking(ask as () => Operation<unknown>), undefined, {
        children: [mock(order, () => 'done')],
      })
      const caught = String(result).replace(/\(id '[\d.]+'\)/, "(id 'ID')")
      expect([place, caught]).toEqual([place, expected])
      expect(JSON.stringify(decisions)).not.toContain(secret)
    }
    const renewing = workflow(options, async function* ({ id }): AsyncGenerator<unknown, unknown> {
      if (id === 'last') return 'ended'
      try {
        yield* continueAsNew(bad)
      } catch (error) {
        refusal(error)
      }
      return yield* continueAsNew({ id: 'last', lines: [] })
    })
    expect(await run(renewing, good)).toMatchObject({ result: 'ended' })
  })

  it('hold a workflow that asks for something with an invalid value and catches no error', async () => {
    const careless = workflow({ name: 'careless' }, async function* () {
      yield* child(order, bad)
    })
    await expect(decide(careless, history(careless).started())).rejects.toMatchObject({
      code: 'WORKFLOW_HELD',
      cause: { code: 'INPUT_INVALID' },
    })
  })

  it('drop an invalid signal of another program with a warning, or throw, as onUnreadable says', async () => {
    const recorded = history(order).started(good).signaled('approved', badApproval)
    const dropped = await decide(order, recorded)
    expect(dropped.decisions).toEqual([
      { marker: 'u3', details: JSON.stringify({ on: 'skip', invalid: ['$.by'] }) },
    ])
    expect(dropped.warnings).toEqual([
      "Signal 'approved' of event 3 was dropped, since its schema refuses $.by. Send it again with a value that the " +
        'schema accepts (handle.signal(…) checks it). If valid signals are dropped, the wrong schema is deployed',
    ])
    const thrown = signal('approved', { schema: schemas.approval, onUnreadable: 'throw' })
    const going = run(
      asking(() => thrown),
      undefined,
      {},
    )
    await going.until(waitingFor(thrown))
    expect(await going.signal('approved', badApproval)).toMatchObject({
      result: "Signal 'approved' of event 5 is invalid: its schema refuses $.by",
    })
  })

  it('fail an activity with an invalid input permanently, without calling it', async () => {
    const _impl = { charge: (input: Order) => input.id }
    const { charge } = activities<typeof _impl>({ startToClose: '1m', retry: { maximumAttempts: 5 } })
    const charging = (input: Order) =>
      workflow({ name: 'charging' }, async function* () {
        try {
          return yield* charge(input)
        } catch (error) {
          return refusal((error as Error).cause)
        }
      })
    const called: unknown[] = []
    const options = {
      activities: { charge: (input: Order) => called.push(input) },
      schemas: { charge: schemas.order },
    }
    expect(await run(charging(good), undefined, options)).toMatchObject({ result: 1 })
    const { result, calls } = await run(charging(bad), undefined, options)
    expect(result).toEqual(ofInput.replace('workflow', 'activity').replace('order', 'charge'))
    expect({ called, attempts: calls.length }).toEqual({ called: [good], attempts: 1 })
    const rejected = await scenario(charging(bad), undefined, options)
    const { done } = await rejected.complete(charge)
    expect({ done: done(charge), called: called.length }).toEqual({ done: [], called: 1 })
  })

  it('reject invalid inputs and signals of a test', async () => {
    expect(await thrownBy(() => run(order, bad))).toEqual(ofInput)
    expect(await thrownBy(() => explore(order, bad))).toEqual(ofInput)
    const signals = [send(approved, badApproval)]
    const ofSignal = "The input of signal 'approved' is invalid: its schema refuses $.by"
    expect(await thrownBy(() => run(order, good, { signals }))).toEqual(ofSignal)
    expect(await thrownBy(() => explore(order, good, { signals }))).toEqual(ofSignal)
    expect(await thrownBy(() => run(order, good).signal(approved, badApproval))).toEqual(ofSignal)
    const execution = await scenario(order, good)
    expect(await thrownBy(() => execution.signal(approved, badApproval))).toEqual(ofSignal)
    await execution.signal(approved, { by: 'ann' })
    expect(execution.view).toMatchObject({
      result: '1 lines, approved by ann',
      signals: [{ name: 'approved' }],
    })
  })
})
