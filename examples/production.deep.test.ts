import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient, type Client } from '@reyield/client'
import { scheduledTime, withSchedules, type Schedules } from '@reyield/schedules'
import { isReyieldError } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { connectionTo } from './process.ts'
import { startLocalSwf, startProcess } from './start/processes.ts'
import { checksum } from './test/production/checksum.ts'
import { order, rates, render, schedules, tick } from './test/production/program.ts'
import { excessOf, startsIn } from './test/production/starts.ts'
import { timeoutsIn } from './test/production/timeouts.ts'
import { kill } from './test/running-example.ts'

/** How long it runs. The whole test takes up to a minute more. */
const seconds = Number(process.env['REYIELD_SECONDS'] ?? 600)
/** How many orders are open at a time. */
const lanes = 12

it(
  'loses nothing in production: workers and SWF are killed while rates, heartbeats, threads, tokens and schedules are in use',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reyield-production-'))
    const [db, starts, tokens] = ['swf.sqlite', 'starts', 'tokens'].map(name => join(folder, name)) as [
      string,
      string,
      string,
    ]
    for (const file of [starts, tokens]) writeFileSync(file, '')
    let local = await startLocalSwf(db)
    const { url } = local
    const env = {
      ...{ SWF_ENDPOINT: url, SWF_DOMAIN: 'production', REYIELD_LOG: 'error' },
      ...{ PRODUCTION_STARTS: starts, PRODUCTION_TOKENS: tokens },
    }
    const start = async (role: 'decider' | 'worker') => {
      const started = startProcess('test/production', role, env)
      await started.ready
      return started
    }
    const [deciders, workers] = await Promise.all([
      Promise.all([start('decider'), start('decider')]),
      Promise.all([start('worker'), start('worker')]),
    ])
    const client = withSchedules(createClient(connectionTo(url, 'production')))
    const created = Date.now()
    for (const each of schedules) await client.schedules.create(each)

    const end = Date.now() + seconds * 1000
    const figures = { orders: 0, kills: 0, restarts: 0, stops: 0, completedLater: 0 }
    const timeouts: Record<string, number> = {}
    const killed = new Set<number>()

    const work = async (lane: number) => {
      for (let n = 0; n === 0 || Date.now() < end; n++) {
        const text = `${lane}-${n}`
        const handle = await client.start(order, text, { workflowId: `order-${text}`, ifRunning: 'use' })
        const expected = [await checksum(text), `rendered ${text}`, `printed ${text}`, `mailed ${text}`]
        expect(await handle.result({ abortSignal: AbortSignal.timeout(180_000) })).toEqual(expected)
        for (const timeout of timeoutsIn(await handle.history(), killed))
          timeouts[timeout] = (timeouts[timeout] ?? 0) + 1
        figures.orders++
      }
    }

    const disturb = async () => {
      for (let n = 0; Date.now() < end; n++) {
        await sleep(Math.min(2500, Math.max(0, end - Date.now())))
        const [role, processes] =
          n % 2 === 0 ? (['worker', workers] as const) : (['decider', deciders] as const)
        const at = Math.floor(n / 2) % processes.length
        if (n % 7 === 6) {
          await kill(local)
          local = await startLocalSwf(db, Number(new URL(url).port))
          figures.restarts++
        } else if (n % 7 === 3) {
          const old = processes[at]!
          processes[at] = await start(role)
          await old.stop()
          expect([old.child.exitCode, old.child.signalCode]).toEqual([0, null])
          figures.stops++
        } else {
          killed.add(processes[at]!.child.pid!)
          await kill(processes[at]!)
          processes[at] = await start(role)
          figures.kills++
        }
      }
    }

    const finishing = new AbortController()
    const finish = async () => {
      const completions: Promise<boolean>[] = []
      for (let read = 0; !finishing.signal.aborted;) {
        const lines = readFileSync(tokens, 'utf8').split('\n').slice(read, -1)
        read += lines.length
        completions.push(...lines.map(line => completed(client, line)))
        await sleep(200)
      }
      figures.completedLater = (await Promise.all(completions)).filter(Boolean).length
    }

    await Promise.all([
      disturb(),
      Promise.all(Array.from({ length: lanes }, (_, lane) => work(lane))).finally(() => finishing.abort()),
      finish(),
    ])
    for (const { name } of schedules) await client.schedules.pause(name)
    const paused = Date.now()
    const ran = await Promise.all(schedules.map(({ name }) => runsOf(client, name)))
    const { count } = await client.count({ status: 'CLOSED', workflow: order })
    const begun = startsIn(readFileSync(starts, 'utf8'))
    const of = (wanted: (activity: string) => boolean) => begun.filter(({ activity }) => wanted(activity))
    console.log({
      seconds,
      ...figures,
      timeouts,
      starts: begun.length,
      ticks: ran.map(({ times }) => times.length),
    })
    await Promise.all([...deciders, ...workers].map(one => one.stop({ now: true })))
    await local.stop()

    // each order has completed, and no activity was found dead by anything but its heartbeats
    expect(figures.orders).toBeGreaterThan(seconds / 5)
    expect(count).toBe(figures.orders)
    expect(Object.keys(timeouts).filter(timeout => timeout.startsWith('activity START_TO_CLOSE'))).toEqual([])
    // the rates are held by each worker. `mail` may wait for its own rate after the worker has received it
    expect(
      excessOf(
        of(activity => activity === 'mail'),
        rates.mail,
        0.5,
      ),
    ).toBeLessThanOrEqual(0)
    expect(
      excessOf(
        of(activity => activity !== 'mail'),
        rates.all,
        0.5,
      ),
    ).toBeLessThanOrEqual(0)
    // each time of the schedules has run once
    const [beside, alone] = ran as [Runs, Runs]
    const { length } = beside.times
    expect(beside).toEqual({
      times: Array.from({ length }, (_, n) => beside.times[0]! + n * 5000),
      counts: { started: length, skipped: 0, missed: 0, failed: 0 },
    })
    expect([beside.times[0]! - created, paused - beside.times.at(-1)!].every(time => time < 20_000)).toBe(
      true,
    )
    expect(new Set(alone.times).size).toBe(alone.times.length)
    expect(alone.counts).toMatchObject({ started: alone.times.length, missed: 0, failed: 0 })
    const seven = (alone.times.at(-1)! - alone.times[0]!) / 7000 + 1
    expect(Math.abs(seven - alone.times.length - alone.counts.skipped)).toBeLessThanOrEqual(2)
  },
  seconds * 1000 + 300_000,
)

/** Completes the activity of a line with a task token. Returns whether it was still open. */
async function completed(client: Client, line: string): Promise<boolean> {
  const { text, taskToken } = JSON.parse(line) as { text: string; taskToken: string }
  try {
    await client.activity(taskToken, { activity: render }).complete(`rendered ${text}`)
    return true
  } catch (error) {
    if (isReyieldError(error, 'ACTIVITY_TASK_UNKNOWN')) return false
    throw error
  }
}

/** What a schedule has run: the times of its runs, in order, and what it has counted itself. */
interface Runs {
  readonly times: readonly number[]
  readonly counts: object & { readonly skipped: number }
}

/** Waits until the runs of a schedule that was paused are closed, and until it has counted them. */
async function runsOf(client: Client & { readonly schedules: Schedules }, name: string): Promise<Runs> {
  for (;;) {
    const open = await client.count({ status: 'OPEN', workflow: tick })
    const { status } = await client.schedules.describe(name)
    if (open.count === 0 && status?.paused !== undefined) {
      const times: number[] = []
      for await (const { info, workflowId } of client.list({
        status: 'CLOSED',
        workflow: tick,
      })) {
        if (!workflowId.startsWith(`${name}.`)) continue
        expect(info.closeStatus).toBe('COMPLETED')
        times.push(scheduledTime(info.tagList ?? [])!.getTime())
      }
      return { times: times.toSorted((a, b) => a - b), counts: status.counts }
    }
    await sleep(100)
  }
}
