import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { copyProject, DevSession, processesWith } from './dev-session.ts'
import { reyield } from './reyield.ts'

it(
  'memory stays flat over 200 restarts, and lines are those of the newest code',
  { timeout: 3_600_000 },
  async () => {
    const dev = new DevSession(copyProject())
    await dev.until('Polling')
    dev.type('s')
    await dev.until('start timer (2) of 2h')
    const url = /Local SWF on (\S+),/.exec(dev.output)![1]!
    const { id } = processesWith(dev.folder).find(
      ({ line }) => / dev /.test(line) && !line.includes('script'),
    )!
    const used = (): number =>
      Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))![1]) / 1024
    const memory: number[] = []
    for (let restart = 1; restart <= 200; restart++) {
      dev.edit('src/workflows.ts', 'export const order', '\nexport const order') // one line down
      await dev.until('✓ 1 open execution replayed with this code')
      await dev.until('Polling')
      memory.push(used())
    }
    console.log(
      `MiB after 1, 50, 100, 150, 200 restarts: ${[0, 49, 99, 149, 199].map(at => memory[at]!.toFixed(0)).join(', ')}`,
    )
    const { out } = await reyield(['trace', 'order-7', '--endpoint', url], { cwd: dev.folder })
    expect(out).toContain('src/workflows.ts:210') // line 10 at first
    expect(Math.max(...memory.slice(150)) - Math.max(...memory.slice(0, 50))).toBeLessThan(16)
    expect(await dev.quit()).toBe(0)
    expect(processesWith(dev.folder)).toEqual([])
  },
)
