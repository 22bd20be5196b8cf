import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hostsOf } from '@reyield/inspect'
import { createWorker } from '@reyield/worker'
import * as bookingActivities from '../../../../examples/04-booking/activities.ts'
import { approved } from '../../../../examples/04-booking/workflows.ts'
import { domain, openLocalConsole, until } from '../local-console.ts'
import { activityRows, decisionRows, rawHistory, type RawRow } from '../raw-history.ts'
import { BookingWorkflow, minute, note, notes, parent, rounds } from './workflows.ts'

/** What tries to be markup wherever it's shown. */
export const hostile = '</script><img src=x onerror=alert(7)>'

/** The code of these runs, for a console that shows it. */
export const codeOfRuns = () =>
  hostsOf({ workflows: [fileURLToPath(new URL('workflows.ts', import.meta.url))] })

/** A console over a local SWF with a booking that waits for its approval, a chain of three runs, notes that are hostile, and a file of 25,000 events. */
export async function openRuns() {
  const file = join(mkdtempSync(join(tmpdir(), 'reyield-console-')), 'long.json')
  const events = longHistory()
  writeFileSync(file, JSON.stringify({ events }))
  const opened = await openLocalConsole({ code: codeOfRuns(), files: [file] })
  const { client, swf } = opened
  const print = console.log
  console.log = () => undefined // the example's activities print
  const connection = { swf, domain, logger: { debug() {}, info() {}, warn() {}, error: print } }
  const workers = [
    createWorker({
      ...connection,
      taskList: 'booking',
      activities: bookingActivities,
      workflows: [BookingWorkflow],
    }),
    createWorker({ ...connection, taskList: 'rounds', workflows: [minute, notes, parent, rounds] }),
  ]
  await Promise.all(workers.map(({ ready }) => ready))
  const trip = { booking: 'B-1', traveler: 'bob', from: 'Oslo', to: 'Rome', approveWithin: '2 days' }
  await client.start(BookingWorkflow, trip, { workflowId: 'booking' })
  const chain = await client.start(rounds, 1, { workflowId: 'chain' })
  const hostileRun = await client.start(notes, hostile, { workflowId: hostile.replaceAll('/', '') })
  await hostileRun.signal(note, hostile)
  await client.start(parent, undefined, { workflowId: 'parent' })
  await chain.result()
  const booking = client.handle(BookingWorkflow, { workflowId: 'booking' })
  await until(async () => {
    const { openCounts } = await booking.describe()
    return openCounts?.openTimers === 1 && openCounts.openActivityTasks === 0 && (await validated())
  }, 'the booking waits for its approval')
  return {
    ...opened,
    get console() {
      return opened.console
    },
    approve: () => booking.signal(approved, { by: 'me' }),
    lastEventOfFile: events.length,
    async close() {
      await Promise.all(workers.map(worker => worker.stop()))
      console.log = print
      await opened.close()
    },
  }

  async function validated(): Promise<boolean> {
    const { executionInfo } = await booking.describe()
    const { events: all = [] } = await swf.getWorkflowExecutionHistory({
      domain,
      execution: executionInfo!.execution!,
      reverseOrder: true,
    })
    return all.some(
      ({ timerStartedEventAttributes: timer }) => timer !== undefined && !timer.timerId!.includes('~'),
    )
  }
}

/** A history near SWF's limit: activities one after the other. */
function longHistory() {
  const rows: RawRow[] = []
  for (let second = 1; rows.length < 24_990; second += 4) {
    rows.push(...decisionRows(rows.length + 2, second))
    rows.push(...activityRows(rows.length + 2, `step-${second}`, second))
  }
  return rawHistory(...rows)
}
