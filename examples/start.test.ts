import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { connect } from '@reyield/client'
import { describe, expect, it, vi } from 'vitest'
import { startLocalSwf } from './start/processes.ts'

const run = promisify(execFile)
const program = fileURLToPath(new URL('dist/start.js', import.meta.url))
const folder = () => mkdtempSync(join(tmpdir(), 'reyield-'))
const start = (db: string, ...args: string[]) => run(process.execPath, [program, '--db', db, ...args])

/** Starts the program and collects its lines. `until` resolves with the first match. */
function startedIn(db: string, ...args: string[]) {
  const child = spawn(process.execPath, [program, '--db', db, ...args])
  const lines: string[] = []
  const waiting: { wanted: RegExp; found: (match: RegExpExecArray) => void }[] = []
  createInterface({ input: child.stdout }).on('line', line => {
    lines.push(line)
    for (const { wanted, found } of waiting) {
      const match = wanted.exec(line)
      if (match !== null) found(match)
    }
  })
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>
  return {
    child,
    lines,
    exited,
    until: (wanted: RegExp) =>
      Promise.race([
        new Promise<RegExpExecArray>(found => {
          waiting.push({ wanted, found })
          for (const line of lines) {
            const match = wanted.exec(line)
            if (match !== null) found(match)
          }
        }),
        exited.then((): never => {
          throw new Error(`It ended without ${String(wanted)}:\n${lines.join('\n')}`)
        }),
      ]),
  }
}

/** The parts that differ from run to run and from machine to machine. */
const timeless = (text: string, db: string) =>
  text
    .replaceAll(db, 'reyield.sqlite')
    .replaceAll(/\d\d:\d\d:\d\d\.\d{3}/g, '00:00:00.000')
    .replaceAll(/after [\d.]+ m?s/g, 'after 0 ms')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:0')
    .replaceAll(hostname(), 'vm')
    .replaceAll(/\d+@vm/g, '0@vm')
    .replaceAll(/(process|worker) \d+/g, '$1 0')

interface Shown {
  readonly title: string
  /** The lines of the activity workers, whose order isn't fixed. */
  readonly fromWorkers: readonly string[]
  readonly lines: readonly string[]
}

const sections = (text: string): Shown[] =>
  text
    .trim()
    .split('\n\n')
    .map(section => {
      const [title = '', ...lines] = section.split('\n')
      const isFromWorker = (line: string) => line.startsWith('  worker ')
      return {
        title,
        fromWorkers: lines.filter(isFromWorker).sort(),
        lines: lines.filter(line => !isFromWorker(line)),
      }
    })

/** Whether lines match the shown ones, where `…` stands for any number of lines. */
function areAsShown(lines: readonly string[], shown: readonly string[]): boolean {
  const [first, ...rest] = shown
  if (first === undefined) return lines.length === 0
  if (first.trim() === '…') return lines.some((_, n) => areAsShown(lines.slice(n), rest)) || rest.length === 0
  return lines[0] === first && areAsShown(lines.slice(1), rest)
}

describe.concurrent('npm start', () => {
  it('runs all examples as the README shows, and a second run reports what already exists', async () => {
    const db = join(folder(), 'swf.sqlite')
    const { stdout, stderr } = await start(db)
    const second = await start(db, 'hello', 'parallel')
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    const [, block] = /<!-- output: npm start -->\n+```\n([\s\S]*?)```/.exec(readme)!
    expect(stderr).toBe('')
    const printed = sections(timeless(stdout, db))
    const shown = sections(timeless(block!, db))
    expect(shown.map(({ title }) => title)).toEqual(printed.map(({ title }) => title))
    for (const [index, { fromWorkers, lines }] of shown.entries()) {
      const real = printed[index]!
      expect(real.fromWorkers).toEqual(expect.arrayContaining([...fromWorkers]))
      if (!areAsShown(real.lines, lines)) expect(real.lines).toEqual(lines)
    }
    expect(second.stdout).toContain(
      'domain tutorial already exists\nworkflow HelloWorkflow 1.0 already exists\nworkflow ParallelWorkflow 1.0 already exists\n',
    )
    expect(second.stdout).toContain('result: "Hello, World!"')
    expect(second.stdout).not.toContain('serial')
    expect(second.stdout).toContain('result: ["part 1","part 2","part 3","part 4","part 5"]')
    // a progress bar for parallel activities, and which worker works on which part
    expect(second.stdout.match(/[■□]{5} \d\/5/g)).toEqual([
      '■□□□□ 1/5',
      '■■□□□ 2/5',
      '■■■□□ 3/5',
      '■■■■□ 4/5',
      '■■■■■ 5/5',
    ])
    expect(second.stdout.match(/worker \d+ works on part \d/g)).toHaveLength(5)
    expect(new Set(second.stdout.match(/worker \d+ works/g))).toHaveProperty('size', 2)
  })

  it.sequential('ends with exit code 1 when an execution ends unexpectedly', async () => {
    const running = startedIn(join(folder(), 'swf.sqlite'), 'parallel', 'hello')
    const [, endpoint] = await running.until(/Local SWF on (http:\S+),/)
    await running.until(/^domain tutorial registered/)
    const client = connect({ endpoint: endpoint!, domain: 'tutorial' })
    await vi.waitUntil(async () => {
      const { value: open } = await client.list({ status: 'OPEN' }).next()
      await open?.handle.terminate({ reason: 'enough' })
      return open !== undefined
    }, 15_000)
    expect(await running.exited).toEqual([1, null])
    expect(running.lines).toEqual(
      expect.arrayContaining([
        "  no result: Execution 'parallel' was terminated (OPERATOR_INITIATED): enough",
        '  Unexpected outcome. Expected: with all five parts',
        '  result: "Hello, World!"',
      ]),
    )
  })

  // one after the other, since they act in the middle of a run: on a busy machine, output is late
  it.sequential.each(
    (
      [
        ['SIGINT', 'Ctrl-C', [130, null]],
        ['SIGKILL', 'kill -9', [null, 'SIGKILL']], // kill.test.ts kills each of its processes
      ] as const
    ).slice(0, process.env['REYIELD_DEEP'] === '1' ? 2 : 1),
  )('after %s (%s) in the middle, the next run continues open executions', async (signal, _, ended) => {
    const db = join(folder(), 'swf.sqlite')
    const first = startedIn(db, 'parallel')
    await first.until(/works on part 1/) // early, because output is late on a busy machine
    first.child.kill(signal)
    expect(await first.exited).toEqual(ended)
    const { stdout } = await start(db, 'parallel')
    expect(stdout).toContain('  execution parallel is already open; continuing it\n')
    expect(stdout).toContain('result: ["part 1","part 2","part 3","part 4","part 5"]')
  })

  it('uses the SWF that the AWS SDK finds with --aws', async () => {
    const local = await startLocalSwf(join(folder(), 'swf.sqlite'))
    const env = { ...process.env, AWS_ENDPOINT_URL_SWF: local.url }
    const { stdout } = await run(process.execPath, [program, '--aws', 'hello', '--domain', 'another'], {
      env,
    })
    expect(stdout).toContain('Amazon SWF, domain another\ndomain another registered\n')
    expect(stdout).toContain('result: "Hello, World!"')
    await local.stop()
  })

  it.each([
    [['goodbye'], /^No such example: goodbye\n/],
    [['--aws'], /^--db is for the local SWF and can't be combined with --aws\n/],
    [['--nope'], /^Unknown option '--nope'/],
    [['hello', 'agent'], /^agent runs without other examples\n/],
    [['subscription', '--aws'], /^subscription moves time, which Amazon SWF can't\n/],
  ])('rejects %j with exit code 2, and prints the usage', async (args, message) => {
    await expect(start('swf.sqlite', ...args)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(new RegExp(`${message.source}[^]*npm start \\[-- EXAMPLE…\\]`)) as string,
    })
  })
})
