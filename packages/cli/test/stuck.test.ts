import { writeContext } from '@reyield/data/internal'
import { register } from '@reyield/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { order, report } from './configured/workflows.ts'
import { configured, inTerminal, reyield, startTestSwf, uncolored, type TestSwf } from './reyield.ts'

let swf: TestSwf
let env: Record<string, string>

/** `held-1` is held, `fresh-1` has just started, the others wait: `waits-1` for a decider, `waits-2` for an activity worker. */
beforeAll(async () => {
  swf = await startTestSwf()
  await register(swf.swf, { domain: 'shop', workflows: [order, report], activities: [{ name: 'charge' }] })
  await start('held-1', 'held')
  await decide('held', {
    executionContext: writeContext({ error: { code: 'NON_DETERMINISM', message: 'secret' } }),
  })
  await start('waits-1', 'orders')
  await start('waits-2', 'served')
  await decide('served', {
    decisions: [
      {
        decisionType: 'ScheduleActivityTask',
        scheduleActivityTaskDecisionAttributes: {
          activityId: '1',
          activityType: { name: 'charge', version: '1.0' },
          taskList: { name: 'payments' },
          scheduleToStartTimeout: 'NONE',
          scheduleToCloseTimeout: 'NONE',
          startToCloseTimeout: '60',
          heartbeatTimeout: 'NONE',
        },
      },
    ],
  })
  await swf.clock.advance(600_000)
  await start('fresh-1', 'orders')
  env = { ...swf.env, REYIELD_NOW: String(swf.clock.now() + 1000) }
})
afterAll(() => swf.close())

async function start(workflowId: string, taskList: string) {
  await swf.swf.startWorkflowExecution({
    domain: 'shop',
    workflowId,
    workflowType: { name: 'order', version: '2.0' },
    taskList: { name: taskList },
  })
  await swf.clock.advance(1000)
}

async function decide(name: string, answer: object) {
  const { taskToken } = await swf.swf.pollForDecisionTask({ domain: 'shop', taskList: { name } })
  await swf.swf.respondDecisionTaskCompleted({ taskToken, ...answer })
}

const stuck = (...args: string[]) => reyield(['list', '--stuck', ...args], { env })

describe('list --stuck', () => {
  it('shows in a terminal what is wrong and since when, and how much waits in the task lists', async () => {
    const { code, out } = await inTerminal(['list', '--stuck'], { env, columns: 80 })
    expect(code).toBe(0)
    const lines = uncolored(out).split('\n')
    expect(lines[0]).toBe('ID                    TYPE          EVENTS     SINCE  PROBLEM')
    expect(lines.slice(1, 4).sort()).toEqual([
      "held-1                order@2.0          4   10m ago  Its decision tasks can't …",
      'waits-1               order@2.0          2   10m ago  A decision task has waite…',
      "waits-2               order@2.0          5   10m ago  activity charge (id '1') …",
    ])
    expect(lines.slice(4)).toEqual([
      'Task list orders: 2 decision tasks wait',
      'Task list payments: 1 activity task waits',
      'Looked at all 4 open executions: 3 have problems',
      '',
    ])
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
    const wide = await inTerminal(['list', '--stuck', '--type', 'order'], { env, columns: 200 })
    expect(uncolored(wide.out)).toContain(
      "A decision task has waited 10m 4s in task list 'orders', and no decider has started it\n",
    )
  })

  it('prints documented JSON, without payloads', async () => {
    const [document, lines, none] = await Promise.all([
      stuck('--json', '--calls', '1000'),
      stuck('--jsonl', '--waiting', '15m'),
      stuck('--tag', 'none'),
    ])
    const { executions, ...rest } = JSON.parse(document.out) as { executions: { workflowId: string }[] }
    expect(rest).toEqual({
      lookedAt: 4,
      open: 4,
      complete: true,
      backlog: [
        { kind: 'decision', taskList: 'orders', count: 2, truncated: false },
        { kind: 'activity', taskList: 'payments', count: 1, truncated: false },
      ],
    })
    expect(executions.find(({ workflowId }) => workflowId === 'waits-1')).toEqual({
      workflowId: 'waits-1',
      runId: expect.any(String) as string,
      type: { name: 'order', version: '2.0' },
      status: 'OPEN',
      started: '2026-01-01T00:00:01.000Z',
      closed: null,
      cancelRequested: false,
      tags: [],
      parent: null,
      events: 2,
      complete: true,
      problems: [
        {
          kind: 'decisionTaskNotStarted',
          taskList: 'orders',
          text: "A decision task has waited 10m 4s in task list 'orders', and no decider has started it",
          since: { eventId: 2, at: '2026-01-01T00:00:01.000Z' },
        },
      ],
    })
    expect(document.out + lines.out).not.toContain('secret')
    expect(
      lines.out
        .trimEnd()
        .split('\n')
        .map(line => (JSON.parse(line) as { workflowId: string }).workflowId),
    ).toEqual(['held-1'])
    expect(none).toEqual({ code: 0, out: '', err: 'Looked at all 0 open executions: none has a problem\n' })
  })

  it('ends at the limit and at Ctrl-C with what was found, and --resume goes on', async () => {
    const first = await stuck('--limit', '3', '--waiting', '1h')
    expect(first.err).toBe(
      'Looked at 3 of 4 open executions: 1 has a problem. To go on: the same command with --resume\n',
    )
    const rest = await stuck('--resume', '--waiting', '1h', '--jsonl')
    const whole = await stuck('--resume', '--limit', '3')
    expect([rest.code, rest.out]).toEqual([0, ''])
    expect(whole.err).toMatch(/^Looked at 3 of 4/) // the search before was at its end, so this one began anew
    let sent = false
    const interrupted = await reyield(['list', '--stuck', '--calls', '1', '--type', 'order'], {
      env,
      onStart: child =>
        child.stdout!.on('data', () => {
          if (!sent) child.kill('SIGINT')
          sent = true
        }),
    })
    expect(interrupted.code).toBe(130)
    expect(interrupted.out.split('\n')).toHaveLength(2)
    expect(interrupted.err).toMatch(/^Looked at [12] of 4 open executions: 1 has a problem\. To go on/)
    const resumed = await stuck('--resume', '--type', 'order')
    expect(resumed.err).toBe('Looked at all 4 open executions: 2 have problems\n')
  })
})

describe('doctor', () => {
  it('says what is wrong and what to do, and exits with 1', async () => {
    const doctor = (args: string[], more = {}) =>
      reyield(['doctor', ...args], { cwd: configured, env: { ...env, ...more } })
    const [found, unknown, away, wrong] = await Promise.all([
      doctor(['--json']),
      doctor(['--profile', 'nowhere'], { SWF_DOMAIN: '' }),
      doctor(['--endpoint', 'http://127.0.0.1:1'], { REYIELD_RETRY_FOR: '100ms' }),
      reyield(['doctor'], { env: swf.env }),
    ])
    expect(found.code).toBe(1)
    const { checks } = JSON.parse(found.out) as { checks: { check: string; state: string; what: string }[] }
    expect(
      checks.map(({ check, state, what }) => [check, state, what.replace(/.*reyield\.config\.ts/, 'FILE')]),
    ).toEqual([
      ['versions', 'ok', expect.stringMatching(/^Node .*, reyield /)],
      ['versions', 'ok', expect.stringMatching(/^@aws-sdk\/client-swf 3\./)],
      ['configuration', 'ok', 'FILE; domain shop, 2 workflows'],
      ['clock', 'ok', 'The clock of this machine is that of SWF'],
      ['SWF', 'ok', `${swf.url} accepts the credentials; the domain keeps closed executions for 7 days`],
      ['types', 'ok', '3 types are registered as in the code'],
      ['task lists', 'failed', "Nobody serves 'orders': 2 decision tasks wait, the oldest for 10m"],
      ['task lists', 'failed', "Nobody serves 'payments': 1 activity task waits, the oldest for 10m"],
      ['task lists', 'warning', '1 of 4 open executions has a problem'],
    ])
    expect(
      checks.every(({ state, ...rest }) => state === 'ok' || (rest as { advice?: string }).advice !== null),
    ).toBe(true)
    expect([unknown, away, wrong].map(({ code, out }) => [code, out.split('\n').at(-3)])).toEqual([
      [1, `failed   SWF: The domain 'nowhere' isn't registered at ${swf.url}`],
      [1, expect.stringMatching(/^failed {3}SWF: Nothing answers at http:\/\/127\.0\.0\.1:1/)],
      [1, expect.stringMatching(/task lists: 4 of 4 open executions have problems$/)],
    ])
  })

  it('finds types that are missing, deprecated or registered with other values', async () => {
    const other = await startTestSwf()
    try {
      await register(other.swf, {
        domain: 'shop',
        workflows: [{ ...order, taskList: 'elsewhere' }, report],
      })
      await other.swf.deprecateWorkflowType({
        domain: 'shop',
        workflowType: { name: 'report', version: '1.0' },
      })
      const { code, out } = await reyield(['doctor'], { cwd: configured, env: other.env })
      expect([code, out.split('\n').filter(line => line.includes('types:'))]).toEqual([
        1,
        [
          "failed   types: The activity type charge@1.0 isn't registered",
          'warning  types: The workflow type order@2.0 is registered with defaultTaskList elsewhere, the code has orders',
          'failed   types: The workflow type report@1.0 is deprecated: no executions of it can be started',
        ],
      ])
    } finally {
      await other.close()
    }
  })
})
