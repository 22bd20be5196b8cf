import { expect, it } from 'vitest'
import { DevSession } from '../../cli/test/dev-session.ts'
import { copyOfApp } from './installed-app.ts'
import { execOrThrow, UnreachableRegistryError } from '../../../test/tarballs/npm.ts'

it(
  'a new project runs orders under reyield dev, whatever is edited',
  { timeout: 1_800_000 },
  async context => {
    const folder = await copyOfApp().catch((error: unknown) => {
      if (error instanceof UnreachableRegistryError) return context.skip()
      throw error
    })
    const dev = new DevSession(folder, [], 'npx reyield')
    try {
      await dev.until('Polling')
      dev.type('s')
      await dev.until('Start which? 1 cheap-order, 2 expensive-order, 3 unavailable-order')
      dev.type('1')
      await dev.until('execution completed')

      dev.type('s')
      await dev.until('Start which?')
      dev.type('2')
      await dev.until('start timer')

      // compatible: what has happened stays the same
      dev.edit('src/workflows.ts', 'approved by ${by}', 'approved, by ${by}')
      await dev.until('✓ 1 open execution replayed with this code')
      await dev.until('Polling')

      // a syntax error
      dev.edit('src/workflows.ts', 'return { receipt, parcel }', 'return { receipt, parcel')
      expect(await dev.until('The worker runs on with the code before')).toMatch(
        /workflows\.ts:\d+:\d+: ERROR: Expected/,
      )
      dev.edit('src/workflows.ts', 'return { receipt, parcel', 'return { receipt, parcel }')
      await dev.until('Polling')

      // incompatible: a step before the one that it waits at
      dev.edit(
        'src/workflows.ts',
        'if (total > 1000) {',
        'if (total > 1000) {\n        yield* release({ id })',
      )
      const difference = await dev.until('will be held until it fits')
      expect(difference).toContain('NON_DETERMINISM')
      expect(difference).toMatch(/\+ program: .*\n.* activity id .* release/)
      expect(difference).not.toContain('the worker was started') // it's shown before the restart
      await dev.until('Polling')
      dev.edit('src/workflows.ts', '\n        yield* release({ id })', '')
      await dev.until('✓ 1 open execution replayed with this code')
      await dev.until('Polling')

      // a workflow that throws, and the fix
      dev.edit(
        'src/workflows.ts',
        'undo(() => refund({ id }))',
        "throw new TypeError('no card')\n      undo(() => refund({ id }))",
      )
      await dev.until('Polling')
      const url = /Local SWF on (\S+),/.exec(dev.output)![1]!
      const at = ['--endpoint', url, '--domain', 'shop']
      await execOrThrow(folder, 'npx', [
        'reyield',
        'signal',
        'order-8',
        'approved',
        '--input',
        '{ by: "Ada" }',
        ...at,
      ])
      expect(await dev.until('another try to decide')).toMatch(/can't be decided .* TypeError/)
      dev.edit('src/workflows.ts', "throw new TypeError('no card')\n", '')
      await dev.until('held until now, and tried again: order-8')
      await dev.until('execution completed')
      expect(await dev.quit()).toBe(0)
    } finally {
      dev.child.kill('SIGHUP')
    }
  },
)
