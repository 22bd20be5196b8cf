import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { mutants } from './mutants.ts'

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')

/** The property that makes random histories finds each fault that the rules name, within 20,000 of them. */
it.each(mutants.map(({ name }, number) => [name, number] as const))(
  '%s: killed',
  (_, number) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [vitest, 'run', 'packages/replay/test/live/live-equals-replay.test.ts'],
      {
        env: {
          ...process.env,
          REYIELD_MUTANT: String(number),
          REYIELD_RUNS: '20000',
          REYIELD_SEED: '7',
          VITEST: undefined,
        },
        encoding: 'utf8',
        maxBuffer: 2 ** 26,
      },
    )
    const [found] = /Property failed after \d+ tests/.exec(stdout + stderr) ?? []
    expect([status, found !== undefined], stdout + stderr).toEqual([1, true])
    console.log(found)
  },
  600_000,
)
