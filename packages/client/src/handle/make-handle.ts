import type { HistoryEvent } from '@aws-sdk/client-swf'
import {
  checkLength,
  decodedError,
  decodePayload,
  encodePayload,
  readContext,
  writeChecked,
} from '@reyield/data/internal'
import type { Signal } from '@reyield/workflow'
import { bounded, type ClientCallOptions } from '../calls/options.ts'
import type { ClientContext } from '../calls/context.ts'
import { UnknownExecutionError } from '../errors/unknown-execution.ts'
import type { HandleCall, Intercepted } from '../interceptors/client-call.ts'
import { ifKnown } from '../port/swf-errors.ts'
import type { Description, WorkflowHandle } from './handle.ts'
import { outcomeOf } from './outcome.ts'
import { describeCurrent, goesOn, type Chain } from '../runs/chain.ts'
import { firstPage, historyPages, nextPage, readingOf, type ReadTarget } from '../runs/history-pages.ts'
import { continuedBy, lookWith } from '../runs/look.ts'
import { untilClosed } from '../runs/until-closed.ts'
import type { CallOptions } from '../port/swf.ts'

/** A signal for the engine, which workflows never see. */
const nudgeSignal = '~nudge'

/** Makes the handle of an execution, with or without a run id. */
export function makeHandle<Result>(
  context: ClientContext,
  target: ReadTarget,
  intercepted: Intercepted,
): WorkflowHandle<Result> {
  const { swf, domain, pipeline, timers } = context
  const { workflowId, followRuns } = target
  const { chain, read } = readingOf(context, target)

  /** Sends something to the open run: that of the chain, or without a run id whichever SWF has. */
  const send = async (
    options: CallOptions,
    call: (to: { readonly workflowId: string; readonly runId?: string }) => Promise<unknown>,
  ): Promise<void> => {
    if (chain !== undefined) {
      await chain.current<unknown>(lookWith(context, options), run => ifKnown(domain, call(run)))
      return
    }
    const sent = await ifKnown(domain, call({ workflowId }))
    if ('unknown' in sent) {
      throw new UnknownExecutionError(workflowId, undefined, { nothingFound: 'open' }, sent.unknown)
    }
  }

  const describe = async (options: CallOptions, chain: Chain): Promise<Description> => {
    const described = await describeCurrent(chain, lookWith(context, options))
    const isOpen = described.executionInfo?.executionStatus !== 'CLOSED'
    const { error } = readContext(isOpen ? described.latestExecutionContext : undefined)
    return { ...described, held: await decodedError(error, { pipeline, context: { domain, workflowId } }) }
  }

  async function historyOf(options: CallOptions, chain: Chain): Promise<HistoryEvent[]> {
    const look = lookWith(context, options)
    for (;;) {
      const { run, ...first } = await firstPage(look, chain)
      const events = [...first.events]
      for (let token = first.nextPageToken; token !== undefined;) {
        const page = await nextPage(look, run, token)
        events.push(...page.events)
        token = page.nextPageToken
      }
      if (!followRuns || continuedBy(events.at(-1)) === undefined) return events
    }
  }

  const about = (what: string) => `${what} of '${workflowId}'`
  const called = <Name extends string>(call: Name) => ({ call, domain, workflowId, runId: chain?.newest })
  const reading = <T>(
    call: HandleCall['call'],
    options: ClientCallOptions | undefined,
    look: (o: CallOptions) => Promise<T>,
  ) => intercepted(called(call), () => bounded(options ?? {}, timers, about(call), 'reads', look))
  const sending = (
    call: HandleCall['call'],
    options: ClientCallOptions | undefined,
    made: (options: CallOptions) => Promise<void>,
  ) => intercepted(called(call), () => bounded(options ?? {}, timers, about(call), 'writes', made))

  return {
    workflowId,
    get runId() {
      return chain?.newest
    },
    describe: options => reading('describe', options, o => read(o, chain => describe(o, chain))),
    status<Status>(options?: ClientCallOptions) {
      return reading('status', options, async o => {
        const { latestExecutionContext, held } = await read(o, chain => describe(o, chain))
        const text = await decodePayload(readContext(latestExecutionContext).status, pipeline, {
          domain,
          workflowId,
        })
        return {
          status: context.serializer.deserialize(text || undefined) as Status | undefined,
          error: held,
        }
      })
    },
    history: options => reading('history', options, o => read(o, chain => historyOf(o, chain))),
    async *historyPages(options) {
      for await (const { events } of historyPages(context, workflowId, read, options)) yield events
    },
    signal<T>(channel: Signal<T>, ...[value, options]: [value?: T, options?: ClientCallOptions]) {
      const { signalName } = channel
      return intercepted({ ...called('signal'), signal: signalName, value }, call =>
        bounded(options ?? {}, timers, about(`signal '${signalName}'`), 'writes', async o => {
          const input = await signalInput(
            context,
            workflowId,
            channel,
            signalText(context, channel, call.value),
          )
          await send(o, run =>
            swf.signalWorkflowExecution({ domain, ...run, signalName, ...given(input) }, o),
          )
        }),
      )
    },
    nudge: options =>
      sending('nudge', options, o =>
        send(o, run => swf.signalWorkflowExecution({ domain, ...run, signalName: nudgeSignal }, o)),
      ),
    requestCancel: options =>
      sending('requestCancel', options, o =>
        send(o, run => swf.requestCancelWorkflowExecution({ domain, ...run }, o)),
      ),
    terminate: ({ reason, childPolicy } = {}, options) =>
      sending('terminate', options, o => {
        if (reason !== undefined) checkLength(reason, 'The reason of a termination', 256)
        const how = { ...(reason === undefined ? {} : { reason }), ...(childPolicy && { childPolicy }) }
        return send(o, run => swf.terminateWorkflowExecution({ domain, ...run, ...how }, o))
      }),
    result: options =>
      reading('result', options, async o => {
        const found = chain ?? (await read(o, async chain => (await describe(o, chain), chain)))
        const look = lookWith(context, o)
        const closed = await found.current(look, async run => {
          const last = await untilClosed(context, run, look, o)
          if ('unknown' in last) return last
          return (followRuns && goesOn(last)) || { answer: { run, event: last.answer } }
        })
        return outcomeOf(closed.event, closed.run, context.serializer) as Result
      }),
  }
}

const inputOf = (signalName: string) => `The input of signal '${signalName}'`

/** A signal's value, serialized and checked by its schema. */
export const signalText = <T>(
  { serializer }: Pick<ClientContext, 'serializer'>,
  channel: Signal<T>,
  value: T | undefined,
): string | undefined =>
  writeChecked(value, channel.serializer ?? serializer, channel.schema, inputOf(channel.signalName))

/** A serialized value as it's sent to an execution: encoded by the pipeline, and its length checked. */
export async function signalInput<T>(
  { pipeline, domain }: Pick<ClientContext, 'pipeline' | 'domain'>,
  workflowId: string,
  channel: Signal<T>,
  written: string | undefined,
): Promise<string | undefined> {
  return checkLength(
    await encodePayload(written, pipeline, { domain, workflowId }),
    inputOf(channel.signalName),
  )
}

/** An input as a member of a request; no member if it's undefined. */
export const given = (input: string | undefined): { readonly input?: string } =>
  input === undefined ? {} : { input }
