import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLocalSwf } from '@reyield/local'
import { serialHistory } from '../../histories.ts'
import { round, type Figure, type Measure } from '../../measure.ts'
import { domain, inLanes, register, start } from '../local/place.ts'

const bin = fileURLToPath(new URL('../../../../packages/cli/bin/reyield.js', import.meta.url))
const programs = fileURLToPath(new URL('../../programs.js', import.meta.url))

/** Prints the most memory that a process had, in kilobytes, on its standard error. */
const reportMemory =
  'data:text/javascript,process.on("exit",()=>process.stderr.write(String(process.resourceUsage().maxRSS)))'

/** Runs a command and returns what it took. Its output is read and dropped. */
async function took(args: readonly string[], cwd: string): Promise<{ ms: number; megabytes: number }> {
  const begin = performance.now()
  const child = spawn(process.execPath, ['--import', reportMemory, bin, ...args], { cwd })
  let memory = ''
  child.stdout.resume()
  child.stderr.setEncoding('utf8').on('data', (text: string) => (memory += text))
  const [code] = (await once(child, 'close')) as [number]
  if (code !== 0) throw new Error(`reyield ${args.join(' ')} has ended with ${code}: ${memory}`)
  return { ms: performance.now() - begin, megabytes: Number(memory) / 1024 }
}

/** How long commands about one execution take, and their memory, for a short history and for one of nearly 25,000 events. */
export const cliHistory: Measure = {
  name: 'cli-history',
  about:
    '`reyield show --last 20`, `show` and `trace` of an execution with 1,000 and 24,900 events in a local SWF, and `open` of files of such ' +
    'histories with the source lines of their workflow: time and memory of the process; floor: the short history',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'reyield-bench-'))
    const local = await createLocalSwf()
    try {
      await register(local)
      for (const events of [1000, 24_900]) {
        const workflowId = `w${events}`
        await start(local, workflowId)
        await inLanes(events - 2, 10, () =>
          local.swf.signalWorkflowExecution({ domain, workflowId, signalName: 's', input: '{"json":1}' }),
        )
        writeFileSync(
          join(folder, `${workflowId}.json`),
          JSON.stringify({ events: serialHistory(events / 6) }),
        )
      }
      writeFileSync(
        join(folder, 'reyield.config.json'),
        JSON.stringify({ workflows: programs, replayTimeout: '1m' }),
      )
      const { url } = await local.listen()
      const connection = ['--endpoint', url, '--domain', domain]
      return [
        ...(await figures('show --last 20', of => took(['show', of, '--last', '20', ...connection], folder))),
        ...(await figures('show', of => took(['show', of, ...connection], folder))),
        ...(await figures('trace', of => took(['trace', of, ...connection], tmpdir()))),
        ...(await figures('open', of => took(['open', `${of}.json`], folder))),
      ]
    } finally {
      await local.close()
      rmSync(folder, { recursive: true })
    }
  },
}

async function figures(
  command: string,
  run: (workflowId: string) => Promise<{ ms: number; megabytes: number }>,
): Promise<Figure[]> {
  const short = await run('w1000')
  const long = await run('w24900')
  const figure = (unit: 'ms' | 'MB', value: number, floor: number): Figure => ({
    measure: 'cli-history',
    at: command,
    value: round(value),
    unit,
    floor: round(floor),
    ratio: round(value / floor),
  })
  return [figure('ms', long.ms, short.ms), figure('MB', long.megabytes, short.megabytes)]
}
