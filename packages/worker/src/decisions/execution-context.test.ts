import { superjson } from '@reyield/data'
import {
  decodedError,
  identityPipeline,
  pipelineOf,
  readContext,
  writeContext,
  type Pipeline,
} from '@reyield/data/internal'
import { StuckWorkflowError } from '@reyield/replay'
import { history } from '@reyield/testing'
import { describe, expect, it } from 'vitest'
import { UnregisteredTypeError } from '../errors.ts'
import { contextOf, errorContext, recordedContext } from './execution-context.ts'

/** The events of an execution whose last answer had a context. */
function recorded(context?: string) {
  const { events } = history().started().decisionStarted().decided()
  return events.map(event =>
    event.eventType === 'DecisionTaskCompleted' && context !== undefined
      ? {
          ...event,
          decisionTaskCompletedEventAttributes: {
            ...event.decisionTaskCompletedEventAttributes!,
            executionContext: context,
          },
        }
      : event,
  )
}

const packing = '{"json":"packing"}'
const error = { code: 'WORKFLOW_STUCK', message: 'it waits' }

const coderOf = (pipeline: Pipeline) => ({ pipeline, context: { domain: 'test', workflowId: 'w' } })

/** A status as the engine writes it. */
function written(value: unknown) {
  try {
    return { text: superjson.serialize(value) }
  } catch (error) {
    return { error }
  }
}

/** What is sent, and what is warned of. */
async function sent(
  status: { value: unknown } | undefined,
  before?: string,
  pipeline: Pipeline = identityPipeline,
) {
  const warnings: string[] = []
  const warn = (warning: string) => warnings.push(warning)
  const context = await contextOf(status && written(status.value), readContext(before), {
    coder: coderOf(pipeline),
    warn,
    logPayloads: false,
  })
  return { context, warnings }
}

describe('the execution context of an answer', () => {
  it.each<[string, { value: unknown } | undefined, string | undefined, string | undefined]>([
    ['is not sent without a status', undefined, undefined, undefined],
    [
      'is not sent without a status, even if another version had one',
      undefined,
      writeContext({ status: packing }),
      undefined,
    ],
    [
      'is not sent for a status that SWF has',
      { value: 'packing' },
      writeContext({ status: packing }),
      undefined,
    ],
    ['is sent for a new status', { value: 'packing' }, undefined, writeContext({ status: packing })],
    [
      'replaces an older one',
      { value: 'packing' },
      writeContext({ status: '{"json":"waiting"}' }),
      writeContext({ status: packing }),
    ],
    [
      'repeats the recorded text to replace an error',
      undefined,
      writeContext({ status: packing, error }),
      writeContext({ status: packing }),
    ],
    ['clears an error without a status', undefined, writeContext({ error }), writeContext({})],
    [
      'clears an error beside the same status',
      { value: 'packing' },
      writeContext({ status: packing, error }),
      writeContext({ status: packing }),
    ],
  ])('%s', async (_, status, before, expected) => {
    expect(await sent(status, before)).toEqual({ context: expected, warnings: [] })
  })

  it('repeats the recorded text and not another encoding of it', async () => {
    let nonce = 0
    const random: Pipeline = {
      encode: text => `${++nonce}:${text}`,
      decode: text => text.replace(/^\d+:/, ''),
    }
    const before = writeContext({ status: `7:${packing}`, error })
    const repeated = writeContext({ status: `7:${packing}` })
    expect(await sent({ value: 'packing' }, before, random)).toEqual({ context: repeated, warnings: [] })
  })

  it.each<[string, unknown, RegExp]>([
    [
      'too long',
      'x'.repeat(32_000),
      /^The status of the workflow has 320\d\d characters, and the limit is 31744\. The last status is kept\. /,
    ],
    [
      'unserializable',
      () => 1,
      /^The status of the workflow could not be written, and the last one is kept: The serializer/,
    ],
  ])('never fails for a status that is %s: the last one stays, with a warning', async (_, value, warning) => {
    const before = writeContext({ status: packing })
    expect(await sent({ value }, before)).toEqual({
      context: undefined,
      warnings: [expect.stringMatching(warning) as string],
    })
    expect((await sent({ value }, writeContext({ status: packing, error }))).context).toBe(before)
  })
})

const writer = { coder: coderOf(identityPipeline), logPayloads: false }

describe('the execution context of a held execution', () => {
  it('has code and message of the error beside the last status', async () => {
    const type = { name: 'a', version: '2' }
    const context = await errorContext(
      new UnregisteredTypeError('workflow', type, [{ name: 'b', version: '1' }], 'main'),
      { status: packing },
      writer,
    )
    expect(JSON.parse(context)).toEqual({
      reyield: 1,
      status: packing,
      error: {
        code: 'TYPE_UNREGISTERED',
        message:
          "This worker doesn't serve the workflow type 'a' 2, which a task of task list 'main' has. It serves 'b' 1. Add the type to the worker's workflows, or use another task list for the types of other workers",
      },
    })
  })

  it('has the class of a user’s error, and its message only with logPayloads', async () => {
    const card = new RangeError('no card CARD-4242')
    const shown = async (error: unknown, logPayloads: boolean) =>
      readContext(await errorContext(error, {}, { ...writer, logPayloads })).error
    expect([await shown(card, false), await shown('CARD-4242', false), await shown(card, true)]).toEqual([
      { code: 'RangeError', message: 'RangeError' },
      { code: 'UNKNOWN', message: 'a string was thrown' },
      { code: 'RangeError', message: 'no card CARD-4242' },
    ])
  })

  it('has an encoded message with a pipeline, and readers without it see that', async () => {
    const pipeline = pipelineOf([
      {
        name: 'hex',
        encode: text => Buffer.from(text).toString('hex'),
        decode: text => Buffer.from(text, 'hex').toString(),
      },
    ])
    const context = await errorContext(
      new StuckWorkflowError('order', '', 'at once'),
      {},
      { ...writer, coder: coderOf(pipeline) },
    )
    expect(context).not.toContain('order')
    const { error } = readContext(context)
    expect([
      error!.message,
      (await decodedError(error, coderOf(identityPipeline)))!.message,
      await decodedError(error, coderOf({ ...pipeline, decode: () => Promise.reject(new Error('no key')) })),
      (await decodedError(error, coderOf(pipeline)))!.message,
    ]).toEqual([
      expect.stringMatching(/encoded by the payload pipeline/),
      error!.message,
      { code: 'WORKFLOW_STUCK', message: error!.message },
      expect.stringMatching(/^Workflow 'order' awaits something/),
    ])
  })

  it('is written even if the pipeline fails, since that may be why the execution is held', async () => {
    const pipeline = { encode: () => Promise.reject(new Error('no key')), decode: (text: string) => text }
    const context = await errorContext(
      new StuckWorkflowError('order', '', 'at once'),
      {},
      { ...writer, coder: coderOf(pipeline) },
    )
    expect(readContext(context).error).toEqual({
      code: 'WORKFLOW_STUCK',
      message: expect.stringMatching(/pipeline failed/) as string,
    })
  })

  it.each([0, 20_000, 31_700])(
    'fits beside a status of %d characters, whatever the message',
    async length => {
      const status = 's'.repeat(length)
      for (const character of ['x', '"', '\u0001']) {
        const error = new Error(character.repeat(100_000))
        for (const times of [1, 20]) {
          const pipeline = { encode: (text: string) => text.repeat(times), decode: (text: string) => text }
          const context = await errorContext(
            error,
            { status },
            { coder: coderOf(pipeline), logPayloads: true },
          )
          expect(context.length).toBeLessThanOrEqual(32_768)
          expect(readContext(context)).toMatchObject({ status, error: { code: 'Error' } })
        }
      }
    },
  )

  it('leaves out a status that takes all the space', async () => {
    const context = await errorContext(new Error('x'), { status: 's'.repeat(32_740) }, writer)
    expect(readContext(context)).toEqual({ error: { code: 'Error', message: 'Error' } })
  })

  it('is read from the last answer that had one', () => {
    expect([
      recordedContext(recorded()),
      recordedContext(recorded(writeContext({ status: packing, error }))),
    ]).toEqual([{}, { status: packing, error }])
  })
})
