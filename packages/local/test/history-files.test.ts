import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { createLocalSwf, exportHistories, importHistories, testClock, type LocalSwf } from '../src/index.ts'
import { killAll, runToEnd } from './server-process.ts'

afterEach(killAll)
const folder = () => mkdtempSync(join(tmpdir(), 'swf-local-'))
const domain = 'd'
const type = { name: 'w', version: '1' }
const taskList = { name: 'l' }

/** A database file with a closed execution `a` and an open one `b` that has a timer of 100 seconds. */
async function lived(): Promise<{ db: string; histories: object[] }> {
  const db = join(folder(), 'swf.sqlite')
  const local = await createLocalSwf({ db, clock: testClock() })
  const { swf } = local
  await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await swf.registerWorkflowType({ domain, ...type })
  const histories = []
  for (const workflowId of ['a', 'b']) {
    const { runId } = await swf.startWorkflowExecution({
      domain,
      workflowId,
      workflowType: type,
      taskList,
      executionStartToCloseTimeout: '1000',
      taskStartToCloseTimeout: 'NONE',
      childPolicy: 'TERMINATE',
    })
    const { taskToken } = await swf.pollForDecisionTask({ domain, taskList })
    await swf.respondDecisionTaskCompleted({
      taskToken,
      decisions: [
        workflowId === 'a'
          ? { decisionType: 'CompleteWorkflowExecution' }
          : {
              decisionType: 'StartTimer',
              startTimerDecisionAttributes: { timerId: 't', startToFireTimeout: '100' },
            },
      ],
    })
    histories.push(await history(local, { workflowId, runId: runId! }))
  }
  await local.close()
  return { db, histories }
}

const history = async ({ swf }: LocalSwf, execution: { workflowId: string; runId: string }) => {
  const { events } = await swf.getWorkflowExecutionHistory({ domain, execution })
  return { domain, execution, events: events! }
}

/** Converts a value to JSON and back. */
const wire = (histories: object[]) =>
  JSON.parse(
    JSON.stringify(histories, function (this: Record<string, unknown>, name, value: unknown) {
      return name === 'eventTimestamp' ? (this[name] as Date).getTime() / 1000 : value
    }),
  ) as unknown

describe('histories', () => {
  test("are exported in SWF's format, and importing them restores the executions", async () => {
    const { db, histories } = await lived()
    const exported = exportHistories(db)
    expect(exported).toEqual((wire(histories) as object[]).map(one => ({ region: 'us-east-1', ...one })))
    expect(exportHistories(db, { workflowId: 'b' })).toEqual([exported[1]])

    const other = join(folder(), 'other.sqlite')
    importHistories(other, exported)
    const clock = testClock()
    const local = await createLocalSwf({ db: other, clock })
    const [a, b] = exported.map(({ execution }) => execution)
    expect([await history(local, a!), await history(local, b!)]).toEqual(histories)
    const { executionInfo } = await local.swf.describeWorkflowExecution({ domain, execution: a! })
    expect(executionInfo).toMatchObject({ executionStatus: 'CLOSED', closeStatus: 'COMPLETED' })
    await clock.advance('100s')
    expect((await history(local, b!)).events.map(({ eventType }) => eventType)).toContain('TimerFired')
    await local.close()
    expect(exportHistories(other).map(({ events }) => events.length)).toEqual([5, 7])
  })

  test('of the AWS CLI have ISO timestamps and no ids', async () => {
    const { histories } = await lived()
    const { events } = histories[1] as { events: object[] }
    const db = join(folder(), 'other.sqlite')
    importHistories(db, [JSON.parse(JSON.stringify({ events: events.toReversed() }))], { domain: 'shop' })
    const [imported] = exportHistories(db)
    expect(imported).toEqual({
      region: 'us-east-1',
      domain: 'shop',
      execution: { workflowId: 'imported-1', runId: 'imported-1' },
      events: (wire(histories) as { events: object[] }[])[1]!.events,
    })
  })

  const started = {
    eventId: 1,
    eventTimestamp: 1,
    eventType: 'WorkflowExecutionStarted',
    workflowExecutionStartedEventAttributes: { childPolicy: 'TERMINATE', taskList, workflowType: type },
  }
  test.each<[unknown, string]>([
    [{}, 'expected { "events": […] }, as GetWorkflowExecutionHistory returns it'],
    [
      { domain, events: [started], nextPageToken: 't' },
      'it is only one page (it has a nextPageToken). Join all pages',
    ],
    [{ events: [started] }, 'it has no "domain". Set one (--domain)'],
    [{ domain, events: [started, { ...started, eventId: 3 }] }, 'event 2 is missing'],
    [
      { domain, events: [{ ...started, eventType: 'TimerFired' }] },
      'its first event is not WorkflowExecutionStarted',
    ],
    [
      { domain, events: [{ ...started, eventTimestamp: 'soon' }] },
      "event 1: The value at 'eventTimestamp' is not a number of epoch seconds",
    ],
    [
      { domain, events: [{ ...started, eventType: 'Nothing' }] },
      "event 1: Value 'Nothing' at 'eventType' failed to satisfy constraint: Member must satisfy enum value set",
    ],
  ])('%j is refused, and nothing is written', (value, why) => {
    const db = join(folder(), 'swf.sqlite')
    expect(() => importHistories(db, [value])).toThrow(
      expect.objectContaining({
        code: 'HISTORY_UNREADABLE',
        message: expect.stringContaining(`History 1: ${why}`) as string,
      }),
    )
    expect(() => exportHistories(db)).toThrow(expect.objectContaining({ code: 'DB_UNWRITABLE' }))
  })

  test('are only imported into new files', async () => {
    const { db } = await lived()
    expect(() => importHistories(db, exportHistories(db))).toThrow(
      expect.objectContaining({ code: 'DB_NOT_EMPTY' }),
    )
  })

  test('are exported and imported by swf-local', async () => {
    const { db } = await lived()
    const exported = await runToEnd('export', '--db', db, '--workflow-id', 'a')
    expect([exported.code, exported.err, JSON.parse(exported.out)]).toEqual([
      0,
      '',
      exportHistories(db, { workflowId: 'a' }),
    ])
    const file = join(folder(), 'a.json')
    writeFileSync(file, exported.out)
    const other = join(folder(), 'other.sqlite')
    expect(await runToEnd('import', '--db', other, file)).toEqual({
      code: 0,
      out: '1 history imported\n',
      err: '',
    })
    expect(exportHistories(other)).toEqual(JSON.parse(exported.out))
  })

  test.each([
    [['exprot'], "There is no command 'exprot'"],
    [['export'], 'export needs a database file: --db FILE'],
    [['import', '--db', 'x.sqlite'], 'import needs at least one file name'],
    [['--run-id', 'r'], '--run-id is not an option of serve, but of export'],
    [['export', '--db', 'x.sqlite', 'y'], 'export takes no file names, but got: y'],
  ])('swf-local %j is refused with exit code 2', async (args, message) => {
    const { code, err } = await runToEnd(...args)
    expect([code, err.split('\n')[0]]).toEqual([2, message])
  })
})
