import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { expect, it } from 'vitest'
import { Output } from '../output/output.ts'
import { Feed } from './feed.ts'

it('cuts lines to the width of the terminal, but not failures, which say what to do', async () => {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 60 })
  const feed = new Feed(new Output(stream as unknown as NodeJS.WriteStream))
  const reason = `UnregisteredTypeError: ${'This worker does not serve it. '.repeat(4)}Add the type`
  const list = 'a'.repeat(80)
  const events: Partial<HistoryEvent>[] = [
    {
      eventType: 'WorkflowExecutionSignaled',
      workflowExecutionSignaledEventAttributes: { signalName: list },
    },
    {
      eventType: 'ActivityTaskFailed',
      activityTaskFailedEventAttributes: { scheduledEventId: 5, startedEventId: 6, reason },
    },
  ]
  feed.add({
    domain: { region: 'us-east-1', name: 'shop' },
    workflowId: 'order-7',
    runId: 'r',
    events: events.map(
      (event, at) => ({ ...event, eventId: at + 7, eventTimestamp: new Date(0) }) as HistoryEvent,
    ),
  })
  await feed.settled()
  const [signal, failure] = stripVTControlCharacters(String(stream.read())).split('\n')
  expect(signal).toHaveLength(60)
  expect(signal!.endsWith('…')).toBe(true)
  expect(failure!.endsWith(`failed: ${reason}`)).toBe(true)
})
