import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@reyield/client'
import { superjson } from '@reyield/data'
import { coderOf } from '../src/context/codec.ts'
import { loadHistories } from '@reyield/inspect'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { run } from '../src/commands/fetch.ts'
import { Given } from '../src/commands/given.ts'
import type { CommandContext } from '../src/context/context.ts'
import { rendered, type Text } from '../src/output/text.ts'
import { fileNameOf } from '../src/runs/file-name.ts'
import { homeFolder, startTestSwf, type TestSwf } from './reyield.ts'
import { openShop } from './shop/executions.ts'

const workflows = fileURLToPath(new URL('shop/workflows.ts', import.meta.url))
let swf: TestSwf
let shop: Awaited<ReturnType<typeof openShop>>

/** Open: an order that was declined once, one run of a tally, and one of a type without code. Closed: an order, and two runs of the tally. */
beforeAll(async () => {
  swf = await startTestSwf()
  shop = await openShop(swf)
  const open = await shop.order('Zoelinde-47114711', ['Marzipan for Zoelinde'])
  await shop.work({ reason: 'CardDeclined: Zoelinde has no funds' })
  await shop.decided(open)
  await (await shop.order('8', [])).terminate({ reason: 'Zoelinde has it twice' })
  await shop.tally('tally-Zoelinde', 2)
  await swf.swf.registerWorkflowType({ domain: 'shop', name: 'letter', version: '1' })
  await swf.swf.startWorkflowExecution({
    domain: 'shop',
    workflowId: 'letter-Zoelinde',
    workflowType: { name: 'letter', version: '1' },
    taskList: { name: 'letters' },
    executionStartToCloseTimeout: '60',
    taskStartToCloseTimeout: '10',
    childPolicy: 'TERMINATE',
  })
}, 60_000)
afterAll(async () => {
  await shop.close()
  await swf.close()
})

/** Runs the command in this process, into a new folder or a given one. */
async function fetch(
  options: Readonly<Record<string, unknown>> = {},
  { folder = mkdtempSync(join(homeFolder(), 'fetch-')), configured = [workflows], port = swf.swf } = {},
) {
  const lines: string[] = []
  const closes: (() => unknown)[] = []
  const context = {
    out: {
      line: (of: Text) => lines.push(rendered(of, false)),
      json: (of: object) => lines.push(JSON.stringify(of)),
    },
    status: { show() {}, clear() {} },
    format: options['json'] === true ? 'json' : 'text',
    now: () => swf.clock.now(),
    settings: async () => ({
      workflows: configured,
      activities: [],
      builds: {},
      serializer: 'superjson',
      replayTimeout: 60_000,
    }),
    domain: async () => 'shop',
    swf: async () => port,
    client: async () => createClient({ swf: port, domain: 'shop' }),
    serializer: async () => superjson,
    coder: () => coderOf([], () => Promise.resolve('')),
    onClose: (close: () => unknown) => void closes.push(close),
  } as unknown as CommandContext
  try {
    const code = await run(context, new Given([folder], { sample: '20', limit: '10000', ...options }))
    return { code, folder, printed: lines.join('\n').replaceAll(folder, 'FOLDER') }
  } finally {
    for (const close of closes) await close()
  }
}

const filesIn = (folder: string) => readdirSync(folder).toSorted()
const historiesIn = (folder: string) =>
  filesIn(folder).flatMap(file => loadHistories(readFileSync(join(folder, file), 'utf8')))

it('stores histories of all types and outcomes, as SWF has them', async () => {
  const { code, folder, printed } = await fetch()
  expect([code, printed.split('\n')]).toEqual([
    0,
    [
      '✓ 6 histories of 6 executions stored in FOLDER',
      '  letter@1: 1 open',
      '  order@1.0: 1 open, 1 terminated',
      '  tally@1.0: 1 open, 2 continued as new',
    ],
  ])
  for (const { execution, events } of historiesIn(folder)) {
    expect(events).toEqual((await swf.swf.getWorkflowExecutionHistory({ domain: 'shop', execution })).events)
  }
  expect(
    filesIn(folder).filter(file => /^(?:order-8|tally-Zoelinde)\.22[\w%]+\.json$/.test(file)),
  ).toHaveLength(4)
})

it.each<[string, object, readonly string[]]>([
  [
    'a sample takes of all types and outcomes',
    { sample: '4' },
    ['letter OPEN', 'order OPEN', 'order TERMINATED', 'tally OPEN'],
  ],
  ['only open ones', { open: true, type: 'order' }, ['order OPEN']],
  ['only closed ones', { closed: true, sample: '2' }, ['order TERMINATED', 'tally CONTINUED_AS_NEW']],
  ['of one outcome', { closeStatus: 'terminated' }, ['order TERMINATED']],
  [
    'all runs of an id',
    { id: 'tally-Zoelinde' },
    ['tally CONTINUED_AS_NEW', 'tally CONTINUED_AS_NEW', 'tally OPEN'],
  ],
  ['with two conditions', { tag: 'web', type: 'order@1.0' }, ['order OPEN', 'order TERMINATED']],
  ['among the newest', { limit: '1', type: 'tally' }, ['tally CONTINUED_AS_NEW', 'tally OPEN']],
])('filters: %s', async (_, options, expected) => {
  const { printed } = await fetch({ json: true, ...options })
  const { histories } = JSON.parse(printed) as { histories: { type: { name: string }; status: string }[] }
  expect(histories.map(({ type, status }) => `${type.name} ${status}`).toSorted()).toEqual(expected)
})

it('with --redact no id and no text of anybody gets into files, file names or the output', async () => {
  const { code, folder, printed } = await fetch({ redact: true, json: true })
  const { histories, ...summary } = JSON.parse(printed) as {
    histories: { type: { name: string }; runId: string; status: string; file?: string; leftOut?: object }[]
  }
  expect([code, summary]).toEqual([0, { folder: 'FOLDER', redacted: true, executions: 6 }])
  // the name of a file depends on the run alone, so that a later fetch replaces it
  expect(filesIn(folder).map(file => `FOLDER/${file}`)).toEqual(
    histories.flatMap(({ file = [] }) => file).toSorted(),
  )
  for (const { type, runId, file, ...others } of histories) {
    if (type.name === 'letter') {
      expect(others.leftOut).toEqual({
        reason: 'notChecked',
        message: 'the configured workflows can not replay it, so it is unknown whether it still does',
      })
    } else {
      expect(file).toBe(`FOLDER/${fileNameOf({ workflowId: type.name, runId })}`)
      expect(others).toEqual({ status: others.status, events: expect.any(Number) as number, error: null })
    }
  }
  const written = filesIn(folder).map(file => readFileSync(join(folder, file), 'utf8'))
  const withoutRunIds = (text: string) => text.replaceAll(/\b22[\w+/%]{40,}/g, '') // they are random, and not redacted
  expect(withoutRunIds(written.join('\n'))).not.toMatch(
    /zoelinde|marzipan|47114711|funds|twice|declined|41@shop|12@bank/i,
  )
  expect(withoutRunIds(`${printed} ${filesIn(folder).join()}`)).not.toMatch(/zoelinde|47114711/i)
  expect(
    written.filter(text => text.includes('build/7f3') && text.includes('"redacted": true')),
  ).toHaveLength(5)
}, 60_000)

it('says which histories SWF does not have any longer, and that nothing was stored', async () => {
  const gone = Object.assign(new Error('Unknown execution'), { name: 'UnknownResourceFault' })
  const port = { ...swf.swf, getWorkflowExecutionHistory: () => Promise.reject(gone) }
  const { code, folder, printed } = await fetch({ type: 'letter' }, { port })
  expect([code, filesIn(folder), printed.split('\n')]).toEqual([
    1,
    [],
    [
      '✗ 0 histories of 1 execution stored in FOLDER',
      '! 1 left out: SWF has no history of it any longer',
      expect.stringMatching(/^ {4}letter-Zoelinde {2}run 22/) as string,
    ],
  ])
})

it('--redact needs workflows, because without a replay nobody knows whether a history still steers them', async () => {
  await expect(fetch({ redact: true }, { configured: [] })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(
      /^--redact replays each history with the workflows, and none are configured\. /,
    ) as string,
  })
})
