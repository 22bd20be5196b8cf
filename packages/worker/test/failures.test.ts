import { createClient } from '@reyield/client'
import type { PayloadPipeline } from '@reyield/data'
import { activities, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { fixture } from './fixture.ts'

const options = { executionStartToClose: '1 day', taskStartToClose: '10s', taskList: 'main' } as const
const card = 'CARD-4242'
const encoding: PayloadPipeline = [
  {
    name: 'hex',
    encode: text => Buffer.from(text).toString('hex'),
    decode: text => Buffer.from(text, 'hex').toString(),
  },
]

const revoked = Proxy.revocable({}, {})
revoked.revoke()
const trap = () => {
  throw new Error('trap')
}
const thrown: Readonly<Record<string, unknown>> = {
  symbol: Symbol('x'),
  undefined,
  null: null,
  bigint: 7n,
  nullPrototype: Object.create(null),
  revokedProxy: revoked.proxy,
  proxyOfAnError: new Proxy(new Error('x'), { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap }),
  getters: Object.defineProperties(new Error('x'), {
    stack: { get: trap },
    message: { get: trap },
    name: { get: trap },
  }),
}

describe('an activity task is always completed', () => {
  it('whatever it throws', async () => {
    await using here = await fixture('direct transport')
    const { fail } = activities<{ fail(what: string): Promise<void> }>({ startToClose: 'NONE' })
    const program = workflow({ name: 'odd', ...options }, async function* () {
      const failed: string[] = []
      for (const what of Object.keys(thrown)) {
        try {
          yield* fail(what)
        } catch (error) {
          failed.push((error as { code: string }).code)
        }
      }
      return failed
    })
    here.worker({ workflows: [program] })
    here.worker({
      activities: {
        fail: async (what: string) => {
          throw thrown[what]
        },
      },
    })
    expect(await (await here.started(program)).result()).toEqual(
      Object.keys(thrown).map(() => 'ACTIVITY_FAILED'),
    )
  })

  it('with the result of the first call, although the pipeline fails for a moment', async () => {
    await using here = await fixture('direct transport')
    const { pay } = activities<{ pay(): Promise<string> }>({ startToClose: 'NONE' })
    const program = workflow({ name: 'paid', ...options }, async function* () {
      return yield* pay()
    })
    let [calls, tries] = [0, 0]
    const flaky = {
      name: 'flaky',
      encode: (text: string) => {
        if (++tries === 1) throw new Error('the key service is away')
        return `${text} `
      },
      decode: (text: string) => text.slice(0, -1),
    }
    here.worker({ workflows: [program], pipeline: [flaky] })
    here.worker({ activities: { pay: async () => `paid ${++calls}` }, pipeline: [flaky] })
    const client = here.clientOf([{ ...flaky, encode: text => text }])
    await here.started(program, undefined, { workflowId: 'other' })
    expect(await client.handle(program, { workflowId: 'other' }).result()).toBe('paid 1')
    expect(calls).toBe(1)
  })

  it('with only the class of the failure, if the pipeline can’t encode it', async () => {
    await using here = await fixture('direct transport')
    const { fail } = activities<{ fail(): Promise<void> }>({ startToClose: 'NONE' })
    const program = workflow({ name: 'down', ...options }, async function* () {
      try {
        yield* fail()
        return 'completed'
      } catch (error) {
        return (error as { reason: string }).reason
      }
    })
    here.worker({ workflows: [program] })
    here.worker({
      pipeline: [{ name: 'locked', encode: () => Promise.reject(new Error('no key')), decode: text => text }],
      activities: {
        fail: async () => {
          throw new RangeError(card)
        },
      },
    })
    expect(await (await here.started(program)).result()).toBe('RangeError')
  })
})

it('a result that can’t be serialized is not retried, whatever the serializer throws', async () => {
  await using here = await fixture('direct transport')
  const impl = {
    give: async (what: string): Promise<unknown> =>
      what === 'long' ? 'x'.repeat(40_000) : { what, callback: () => 1 },
  }
  const retry = { maximumAttempts: 5 }
  const { give } = activities<typeof impl>({ startToClose: '1m', retry })
  const codes = workflow({ name: 'codes', ...options }, async function* () {
    const found: string[] = []
    for (const what of ['long', 'function']) {
      try {
        yield* give(what)
      } catch (error) {
        found.push(((error as Error).cause as { code: string }).code)
      }
    }
    return found
  })
  here.worker({ workflows: [codes] })
  here.worker({ activities: impl })
  const handle = await here.started(codes)
  expect(await handle.result()).toEqual(['PAYLOAD_TOO_LONG', 'PAYLOAD_UNSERIALIZABLE'])
  const scheduled = (await handle.history()).filter(event => event.eventType === 'ActivityTaskScheduled')
  expect(scheduled).toHaveLength(2)
})

describe('with a pipeline', () => {
  const { pay } = activities<{ pay(card: string): Promise<void> }>({ startToClose: '1m' })
  const program = workflow({ name: 'paying', ...options }, async function* (number: string) {
    yield* pay(number)
  })
  class Declined extends Error {
    readonly shop = card
  }
  const impl = {
    pay: async (number: string) => {
      throw new Declined(`no money on ${number}`, { cause: new SyntaxError(`not JSON: ${number}`) })
    },
  }
  async function failed(more: { readableReasons?: boolean; logPayloads?: boolean }) {
    const here = await fixture('direct transport')
    await here.worker({ workflows: [program], pipeline: encoding, ...more }).ready
    await here.worker({ activities: impl, pipeline: encoding, ...more }).ready
    const client = createClient({ swf: here.swf, domain: 'test', pipeline: encoding })
    const handle = await client.start(program, card)
    const error: unknown = await handle.result().catch((reason: unknown) => reason)
    const { workflowId, runId } = handle
    const { events } = await here.swf.getWorkflowExecutionHistory({
      domain: 'test',
      execution: { workflowId, runId },
    })
    await here[Symbol.asyncDispose]()
    const reasons = events!.flatMap(event => {
      const reason = event.activityTaskFailedEventAttributes ?? event.workflowExecutionFailedEventAttributes
      return reason === undefined ? [] : [reason.reason]
    })
    return { error: error as Error, reasons, raw: JSON.stringify(events), log: JSON.stringify(here.lines) }
  }

  it('the reason of a failure is only its class, and its message is encoded, which a client reads', async () => {
    const { error, reasons, raw, log } = await failed({})
    expect({ reasons, inHistory: raw.includes(card), inLog: log.includes(card) }).toEqual({
      reasons: ['Declined', 'ActivityFailedError'],
      inHistory: false,
      inLog: false,
    })
    const { cause } = error.cause as { cause: Error }
    expect([error.message.includes(card), cause.message, (cause.cause as Error).message]).toEqual([
      false,
      `no money on ${card}`,
      `not JSON: ${card}`,
    ])
  })

  it('readableReasons and logPayloads make messages readable', async () => {
    const { reasons, log } = await failed({ readableReasons: true, logPayloads: true })
    expect(reasons[0]).toBe(`Declined: no money on ${card}`)
    expect(log).toContain(`The activity has failed: no money on ${card}`)
  })
})
