import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { superjson } from '@reyield/data'

const built = new URL('../../workflow/dist/index.js', import.meta.url).href

/** Writes a module that can use `workflow`, `sleep` and so on. Returns its path. */
export function moduleOf(code: string, extension = 'mjs'): string {
  const file = join(mkdtempSync(join(tmpdir(), 'reyield-')), `workflows.${extension}`)
  writeFileSync(
    file,
    `import { activities, sideEffect, signal, sleep, workflow } from '${built}'\nconst options = { name: 'order', executionStartToClose: '1 day' }\n${code}`,
  )
  return file
}

/** The start of an execution of a workflow, by default `order`, with a decision task. */
export function startedRun(input: unknown = 'x', events: readonly object[] = [], name = 'order') {
  const started = {
    eventType: 'WorkflowExecutionStarted',
    workflowExecutionStartedEventAttributes: {
      input: superjson.serialize(input),
      workflowType: { name, version: '1.0' },
    },
  }
  const list = [started, { eventType: 'DecisionTaskScheduled' }, ...events]
  return {
    execution: { workflowId: 'order-1', runId: 'run-1' },
    events: list.map(
      (event, index) =>
        ({ eventId: index + 1, eventTimestamp: new Date(index * 1000), ...event }) as HistoryEvent,
    ),
  }
}
