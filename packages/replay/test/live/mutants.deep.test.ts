import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { mutants } from './mutants.ts'

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')

/** Each fault that the rules name is found: by the property within 20,000 random histories, or by a test of its own. */
it.each(mutants.map(({ name, foundBy }, number) => [name, number, foundBy] as const))(
  '%s: killed',
  (_, number, foundBy) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [vitest, 'run', foundBy ?? 'packages/replay/test/live/live-equals-replay.test.ts'],
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
    const failed = foundBy === undefined ? /Property failed after \d+ tests/ : /\d+ failed/
    const [found] = failed.exec(stdout + stderr) ?? []
    expect([status, found !== undefined], stdout + stderr).toEqual([1, true])
    console.log(found)
  },
  600_000,
)
