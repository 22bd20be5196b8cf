import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createLocalSwf } from '@reyield/local'
import { fileURLToPath } from 'node:url'
import { round, type Measure } from '../../measure.ts'
import { executions, fillDomain } from '../full-domain.ts'

const bin = fileURLToPath(new URL('../../../../packages/cli/bin/reyield.js', import.meta.url))

/** How long `reyield list` takes for all open executions of a full domain. */
export const cliList: Measure = {
  name: 'cli-list',
  about:
    '`reyield list --jsonl` of 100,000 open executions of a local SWF, as a process: until the first line, and all',
  async run() {
    const local = await createLocalSwf()
    const { swf } = local
    await fillDomain(swf)
    const { url } = await local.listen()
    try {
      const begin = performance.now()
      const child = spawn(
        process.execPath,
        [bin, 'list', '--jsonl', '--endpoint', url, '--domain', 'bench'],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      )
      let [first, lines] = [Number.NaN, 0]
      child.stdout.on('data', (chunk: Buffer) => {
        if (lines === 0) first = performance.now() - begin
        lines += chunk.filter(byte => byte === 10).length
      })
      const [code] = (await once(child, 'close')) as [number]
      if (code !== 0 || lines !== executions)
        throw new Error(`reyield list ended with ${code} after ${lines} lines`)
      const figure = { measure: 'cli-list', unit: 'ms' }
      return [
        { ...figure, at: 'first', value: round(first) },
        { ...figure, at: `executions=${executions}`, value: round(performance.now() - begin) },
      ]
    } finally {
      await local.close()
    }
  },
}
