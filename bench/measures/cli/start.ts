import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median, round, type Measure } from '../../measure.ts'

const bin = fileURLToPath(new URL('../../../../packages/cli/bin/reyield.js', import.meta.url))

/** Milliseconds that a Node process with these arguments takes. */
function took(args: readonly string[]): number {
  const begin = performance.now()
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' })
  if (status !== 0) throw new Error(`node ${args.join(' ')} has ended with ${status}`)
  return performance.now() - begin
}

/** How long `reyield` takes until it has printed its help. */
export const cliStart: Measure = {
  name: 'cli-start',
  about: '`reyield --help` and `--version` as processes, against a Node process that does nothing (floor)',
  run() {
    const bare: number[] = []
    const of: Record<string, number[]> = { '--help': [], '--version': [] }
    for (let i = 0; i < 16; i++) {
      const floor = took(['-e', '0'])
      if (i > 0) bare.push(floor) // the first runs fill the caches
      for (const [option, times] of Object.entries(of)) {
        const time = took([bin, option])
        if (i > 0) times.push(time)
      }
    }
    const floor = median(bare)
    return Promise.resolve(
      Object.entries(of).map(([option, times]) => ({
        measure: 'cli-start',
        at: option,
        value: round(median(times)),
        unit: 'ms',
        floor: round(floor),
        ratio: round(median(times) / floor),
      })),
    )
  },
}
