import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createClient, register } from '@reyield/client'
import { consoleLogger, createWorker } from '@reyield/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shipping as changed } from '../../../examples/guide/releasing/changed.ts'
import { explored } from '../../../examples/guide/releasing/explored.ts'
import { shipping as first } from '../../../examples/guide/releasing/first.ts'
import { shipping as patched } from '../../../examples/guide/releasing/patched.ts'
import { shipping as retired } from '../../../examples/guide/releasing/retired.ts'
import { saveMore } from '../src/lock/files/store.ts'
import { checkPage } from './recorded-page.ts'
import {
  homeFolder,
  inTerminal,
  lineInTerminal,
  reyield,
  startTestSwf,
  uncolored,
  type TestSwf,
} from './reyield.ts'

const page = new URL('../../../docs/guide/releasing.md', import.meta.url)
/** The built example, so that commands need no compiler. */
const built = fileURLToPath(new URL('../../../examples/dist/guide/releasing/', import.meta.url))

/** The versions of the workflow. */
const versions = { first, changed, patched, retired }
type Version = keyof typeof versions

/** A project whose code is a version of the workflow. */
function projectWith(version: Version, pipeline?: string): string {
  const folder = mkdtempSync(join(homeFolder(), 'project-'))
  change(folder, version, pipeline)
  return folder
}

/** Changes the workflow of a project. */
const change = (folder: string, version: Version, pipeline?: string) =>
  writeFileSync(
    join(folder, 'reyield.config.json'),
    JSON.stringify({
      domain: 'shop',
      workflows: join(built, `${version}.js`),
      activities: join(built, 'activities.js'),
      replayTimeout: '1m',
      pipeline,
    }),
  )

/** Runs the tests of a project, which explore its workflow. */
async function explore(folder: string, version: Version): Promise<void> {
  const before = process.cwd()
  process.chdir(folder)
  try {
    await explored(versions[version])
  } finally {
    process.chdir(before)
  }
}

let swf: TestSwf
beforeAll(async () => {
  swf = await startTestSwf()
  // an execution of another program in the domain
  await swf.swf.registerWorkflowType({ domain: 'shop', name: 'letter', version: '1' })
  await swf.swf.startWorkflowExecution({
    domain: 'shop',
    workflowId: 'letter-7',
    workflowType: { name: 'letter', version: '1' },
    taskList: { name: 'letters' },
    executionStartToCloseTimeout: '86400',
    taskStartToCloseTimeout: '10',
    childPolicy: 'TERMINATE',
  })
  await register(swf.swf, { domain: 'shop', activities: ['print', 'ship', 'weigh'].map(name => ({ name })) })
})
afterAll(() => swf.close())

/** Starts a parcel, and a decider of a build that decides what there is to decide. */
async function ship(version: Version, buildId: string, parcels: readonly string[]): Promise<void> {
  const worker = createWorker({
    swf: swf.swf,
    domain: 'shop',
    taskList: 'orders',
    logger: consoleLogger({ level: 'error' }),
    workflows: [versions[version]],
    buildId,
  })
  await worker.ready
  const client = createClient({ swf: swf.swf, domain: 'shop' })
  for (const parcel of parcels) await client.start(first, parcel, { workflowId: `shipping-${parcel}` })
  const open = { domain: 'shop', startTimeFilter: { oldestDate: new Date(0) } }
  const { executionInfos = [] } = await swf.swf.listOpenWorkflowExecutions(open)
  for (const { execution, workflowType } of executionInfos) {
    if (workflowType!.name !== 'shipping') continue
    while (
      (await swf.swf.describeWorkflowExecution({ domain: 'shop', execution })).openCounts!
        .openDecisionTasks! > 0
    ) {
      await setImmediate()
    }
  }
  await worker.stop()
}

const close = (parcel: string) =>
  swf.swf.terminateWorkflowExecution({ domain: 'shop', workflowId: `shipping-${parcel}` })

/** What happens between the commands of the page, by the command after it. */
const between = (folder: string): Readonly<Record<number, () => unknown>> => ({
  0: () => explore(folder, 'first'),
  1: () => change(folder, 'changed'),
  2: () => change(folder, 'patched'),
  3: () => explore(folder, 'patched'),
  4: async () => {
    await ship('first', '41f', ['box-1'])
    await ship('patched', '52a', ['box-2'])
  },
  5: () => close('box-1'),
  6: async () => {
    change(folder, 'retired')
    await explore(folder, 'retired')
  },
  8: () => close('box-2'),
  9: () => change(folder, 'first'),
})

it('docs/guide/releasing.md shows what the commands print (REYIELD_RECORD=1 writes it)', async () => {
  const folder = projectWith('first')
  const happens = between(folder)
  let count = 0
  const blocks = await checkPage(page, async line => {
    await happens[count++]?.()
    const env = { SWF_ENDPOINT: swf.url, REYIELD_NOW: String(swf.clock.now()) }
    const { out } = await lineInTerminal(line, { cwd: folder, env, columns: 100 })
    return uncolored(out).replaceAll(/[^\s(]*\/guide\/releasing\/\w+\.ts/g, 'src/workflows.ts')
  })
  expect(blocks).toBeGreaterThan(5)
}, 120_000)

describe('lock', () => {
  it('needs a build id, and code', async () => {
    const cwd = projectWith('first')
    const ended = await Promise.all([
      reyield(['lock'], { cwd }),
      reyield(['lock', '--build', '4 1'], { cwd }),
      reyield(['lock', '--build', '41f']),
      reyield(['lock', '--build', '41f', 'none'], { cwd }),
    ])
    expect(ended.map(({ code, err }) => [code, /\[(\w+)\]/.exec(err)?.[1]])).toEqual([
      [2, 'USAGE_INVALID'],
      [2, 'USAGE_INVALID'],
      [2, 'CONFIG_INVALID'],
      [2, 'USAGE_INVALID'],
    ])
  })

  it('leaves out what the code does not replay or have, and warns of clear payloads, of limits and of types without histories', async () => {
    const cwd = projectWith('first')
    await explore(cwd, 'first')
    const { histories, other } = recordedIn(cwd)
    mkdirSync(join(cwd, 'fetched'))
    writeFileSync(
      join(cwd, 'fetched', 'clear.json'),
      JSON.stringify([{ ...histories[0], execution: undefined }, other]),
    )
    const locked = await reyield(['lock', '--build', '41f', 'fetched', '--json'], { cwd })
    expect(locked).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(locked.out)).toMatchObject({
      build: '41f',
      workflows: [
        { type: { name: 'shipping', version: '1.0' }, histories: 8, found: 9, overLimits: 0, leftOut: [] },
      ],
      otherTypes: ['parcel@1.0'],
    })
    change(cwd, 'changed')
    const { code, out, err } = await reyield(['lock', '--build', '52a', 'fetched'], { cwd })
    expect([
      code,
      out.replaceAll(/\d+ kB/g, 'N kB'),
      err.replaceAll(`${cwd}/`, '').replaceAll(/-[\da-f]{12}/g, '-HASH'),
    ]).toEqual([
      1,
      '✓ Build 52a is locked: 0 histories. reyield.histories.jsonl.br has N kB\n  shipping@1.0: 0 of 9 histories\n',
      "! shipping@1.0 has no history, so changes of it can't be checked\n" +
        "! shipping@1.0: 9 histories left out, because this code doesn't replay them\n" +
        '    .reyield/recorded/shipping/1.0-HASH.json  NON_DETERMINISM\n' +
        "! Left out: histories of parcel@1.0, which this code doesn't have\n",
    ])
  })
})

/** The recorded histories of a project, and one of a type that it doesn't have. */
function recordedIn(folder: string) {
  const recorded = join(folder, '.reyield/recorded/shipping')
  const [file] = readdirSync(recorded)
  const text = readFileSync(join(recorded, file!), 'utf8')
  const histories = JSON.parse(text) as readonly object[]
  return {
    histories,
    other: (JSON.parse(text.replaceAll('"name":"shipping"', '"name":"parcel"')) as object[])[0]!,
  }
}

describe('check', () => {
  it('needs a lock, and a statement with a reason', async () => {
    const cwd = projectWith('first')
    const ended = await Promise.all([
      reyield(['check'], { cwd }),
      reyield(['check', '--accept', 'shipping'], { cwd }),
      reyield(['check', 'none open'], { cwd }),
    ])
    expect(ended.map(({ code, err }) => [code, /\[(\w+)\]/.exec(err)?.[1]])).toEqual([
      [2, 'LOCKFILE_MISSING'],
      [2, 'USAGE_INVALID'],
      [2, 'USAGE_INVALID'],
    ])
  })

  it('prints one document for programs, and accepts what is stated', async () => {
    const cwd = projectWith('first', 'pipeline.mjs')
    // explorations have encoded nothing
    writeFileSync(
      join(cwd, 'pipeline.mjs'),
      'export const pipeline = [{ name: "upper", required: true, encode: text => text.toUpperCase(), decode: String }]',
    )
    await explore(cwd, 'first')
    await reyield(['lock', '--build', '41f'], { cwd })
    const files = ['reyield.lock.json', 'reyield.histories.jsonl.br'].map(file => join(cwd, file))
    const written = files.map(file => readFileSync(file))
    await reyield(['lock', '--build', '41f'], { cwd })
    expect(files.map(file => readFileSync(file))).toEqual(written)
    change(cwd, 'changed', 'pipeline.mjs')
    const failed = await reyield(['check', '--json'], { cwd })
    expect([failed.code, JSON.parse(failed.out)]).toMatchObject([
      1,
      {
        builds: ['41f'],
        histories: 8,
        failures: [
          {
            workflow: 'shipping@1.0',
            builds: ['41f'],
            histories: 8,
            of: 8,
            error: { code: 'NON_DETERMINISM', eventId: 5 },
          },
        ],
        findings: [],
        accepted: [],
      },
    ])
    const accepted = await reyield(['check', '--accept', 'shipping', 'none open', '--json'], { cwd })
    expect([accepted.code, JSON.parse(accepted.out)]).toMatchObject([
      0,
      {
        histories: 8,
        failures: [],
        accepted: [{ workflow: 'shipping@1.0', builds: ['41f'], reason: 'none open' }],
      },
    ])
    expect(await reyield(['check'], { cwd })).toEqual({ code: 0, out: '', err: '' })
    expect(readFileSync(files[1]!)).toEqual(written[1])
  })
})

it('a build leaves the lock only if somebody confirms that', async () => {
  const cwd = projectWith('first')
  const empty = ['41f', '52a'].map(id => ({ id, workflows: [], signals: [], activities: [] }))
  saveMore(cwd, { lock: { builds: empty, accepted: [] }, histories: [] })
  const builds = () =>
    (
      JSON.parse(readFileSync(join(cwd, 'reyield.lock.json'), 'utf8')) as { builds: { id: string }[] }
    ).builds.map(({ id }) => id)
  const env = { SWF_ENDPOINT: swf.url }
  const unasked = await reyield(['check', '--open'], { cwd, env })
  expect([unasked.code, unasked.err, builds()]).toEqual([
    0,
    'To remove build 41f from the lock: reyield check --open --yes\n',
    ['41f', '52a'],
  ])
  const confirmed = await inTerminal(['check', '--open'], { cwd, env, keys: 'y\n' })
  expect(uncolored(confirmed.out)).toContain('Remove build 41f from the lock? [y/N]')
  expect([confirmed.code, builds()]).toEqual([0, ['52a']])
})
