import { setTimeout } from 'node:timers/promises'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { createEventLog, millisecondsText, type EventLine } from '@reyield/inspect'
import type { CommandContext } from '../context/context.ts'
import { UsageError } from '../errors/usage.ts'
import { paint, text } from '../output/text.ts'
import { printEventLine, printTitle } from '../render/event-lines.ts'
import { eventsAfter, pagesFromEnd, pagesOf } from '../runs/events.ts'
import { locate, type RunIds } from '../runs/locate.ts'
import { decodedEvents } from '@reyield/inspect/internal'
import { payloadText } from '../runs/readable.ts'
import type { CommandModule } from './command.ts'
import type { Given } from './given.ts'

/** How often an open execution is read again with `--follow`, in milliseconds. */
const pause = 1000

/** Prints the events of an execution, one line each. */
export const run: CommandModule['run'] = async (context, given) => {
  const execution = await locate(context, given.argument(0), given.text('run-id'))
  const last = given.whole('last', 1, 100_000)
  const pages = last === undefined ? pagesOf(context, execution) : lastPages(context, execution, last, given)
  await showPages(context, given, pages, execution)
}

/** Prints the events of pages; then those that come, if the command line says so. */
export async function showPages(
  context: CommandContext,
  given: Given,
  pages: AsyncIterable<readonly HistoryEvent[]> | Iterable<readonly HistoryEvent[]>,
  execution?: RunIds,
): Promise<void> {
  const printer = await printerOf(context, given, execution?.workflowId)
  const last = given.whole('last', 1, 100_000)
  let run = execution
  let newest: HistoryEvent | undefined
  if (context.format === 'text' && !given.flag('raw')) printTitle(context.out, execution)
  if (last === undefined) {
    for await (const page of pages) {
      await printer.print(page)
      newest = page.at(-1) ?? newest
    }
  } else {
    newest = await printer.printLast(pages, last)
  }
  if (!given.flag('follow') || run === undefined) {
    if (newest !== undefined && !isClosing(newest)) printer.printWaiting()
    return
  }
  while (newest !== undefined) {
    const next = nextRunOf(newest)
    if (next !== undefined && given.text('run-id') === undefined) {
      run = { ...run, runId: next }
      newest = { ...newest, eventId: 0, eventType: undefined }
      printer.nextRun()
    } else if (isClosing(newest)) return
    const more = await eventsAfter(context, run, newest.eventId!)
    await printer.print(more)
    newest = more.at(-1) ?? newest
    if (more.length === 0) await setTimeout(pause, undefined, { signal: context.interrupted })
  }
}

/** Pages that surely contain the last lines: one, unless a filter leaves out lines. */
async function* lastPages(
  context: CommandContext,
  execution: RunIds,
  last: number,
  given: Given,
): AsyncGenerator<HistoryEvent[]> {
  const isFiltered = given.flag('failed') || given.text('grep') !== undefined
  yield* pagesFromEnd(context, execution, isFiltered ? undefined : Math.max(100, last * 4))
}

const isClosing = ({ eventType }: HistoryEvent) =>
  /^WorkflowExecution(Completed|Failed|Canceled|TimedOut|Terminated|ContinuedAsNew)$/.test(eventType ?? '')

const nextRunOf = (event: HistoryEvent): string | undefined =>
  event.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId

/** Turns events into what is printed. */
async function printerOf(context: CommandContext, given: Given, workflowId: string | undefined) {
  const { out, format } = context
  const raw = given.flag('raw')
  const payloads = given.flag('payloads')
  const isShown = filterOf(given)
  const [coder, serializer] = payloads
    ? await Promise.all([context.coder(), context.serializer()])
    : [undefined, undefined]
  const newLog = () =>
    createEventLog(serializer === undefined ? {} : { payload: text => payloadText(text, serializer) })
  let log = newLog()

  /** What is shown of events, in their order. */
  async function shownOf(events: readonly HistoryEvent[], of = log) {
    const readable = coder === undefined ? events : await decodedEvents(events, coder(workflowId))
    return readable.flatMap((event, index) => {
      const line = of.line(event)
      if (
        line === undefined ? !raw || given.flag('failed') || given.text('grep') !== undefined : !isShown(line)
      )
        return []
      return [{ line, event: events[index]! }]
    })
  }
  type Shown = Awaited<ReturnType<typeof shownOf>>[number]

  async function write(shown: readonly Shown[]) {
    for (const { line, event } of shown) {
      if (raw) out.jsonLine(event)
      else if (format === 'text') printEventLine(out, line!)
      else out.jsonLine(line)
      await out.drained()
    }
  }

  return {
    /** Which tasks wait for a worker, below all events: nothing else says in which task lists. */
    printWaiting() {
      const isWhole = !raw && format === 'text' && !given.flag('failed') && given.text('grep') === undefined
      for (const { name, taskList, since } of isWhole ? log.waiting() : []) {
        const age = millisecondsText(context.now() - since.getTime())
        out.line(text`${paint.yellow(`${name} has waited ${age} for a worker of task list '${taskList}'`)}`)
      }
    },
    nextRun: () => void (log = newLog()),
    print: async (events: readonly HistoryEvent[]) => await write(await shownOf(events)),
    /** Reads pages from the end until they have enough lines, and prints the last ones. Returns the newest event. */
    async printLast(
      pages: AsyncIterable<readonly HistoryEvent[]> | Iterable<readonly HistoryEvent[]>,
      count: number,
    ): Promise<HistoryEvent | undefined> {
      const read: (readonly HistoryEvent[])[] = []
      let shown: readonly Shown[] | undefined
      for await (const page of pages) {
        read.push(page)
        shown = undefined
        if ((read.length & (read.length - 1)) !== 0) continue // after 1, 2, 4, … pages: each look goes through all of them
        shown = await look()
        if (shown.length >= count) break
      }
      await write((shown ?? (await look())).slice(-count))
      return read[0]?.[0]

      async function look() {
        log = newLog()
        return await shownOf(read.toReversed().flatMap(page => page.toReversed()))
      }
    },
  }
}

/** Which lines are shown. */
function filterOf(given: Given): (line: EventLine) => boolean {
  const failed = given.flag('failed')
  const grep = given.text('grep')
  const pattern = grep === undefined ? undefined : regular(grep)
  return ({ kind, text, payload = '', type }) =>
    (!failed || kind === 'failure') && (pattern === undefined || pattern.test(`${type} ${text} ${payload}`))
}

function regular(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'iu')
  } catch (error) {
    throw new UsageError(
      `--grep is '${pattern}': expected a regular expression (${(error as Error).message})`,
    )
  }
}
