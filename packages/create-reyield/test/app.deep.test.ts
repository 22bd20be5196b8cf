import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createLocalSwf } from '@reyield/local'
import { beforeAll, describe, expect, it } from 'vitest'
import { copyOfApp, installedApp, type InstalledApp } from './installed-app.ts'
import { environment, exec, execOrThrow, UnreachableRegistryError } from '../../../test/tarballs/npm.ts'
import { ours } from '../src/packages.ts'

let app: InstalledApp | undefined
beforeAll(async () => {
  try {
    app = await installedApp()
    console.log(`create: ${app.took.create} ms, npm install: ${app.took.install} ms`)
  } catch (error) {
    if (!(error instanceof UnreachableRegistryError)) throw error
    console.warn(`skipped: the package registry does not answer: ${error.message}`)
  }
}, 1_000_000)

describe('a project from tarballs', { timeout: 600_000 }, () => {
  /** A test that is skipped if the registry doesn't answer. */
  const whole = (name: string, test: (app: InstalledApp) => Promise<void>) =>
    it(name, async context => {
      if (app === undefined) return context.skip()
      const begin = Date.now()
      await test(app)
      console.log(`${name}: ${Date.now() - begin} ms`)
    })

  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }

  whole('has one copy of each package of Reyield, from the tarballs', async ({ folder }) => {
    const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { resolved?: string; link?: true }>
    }
    const installed = Object.entries(packages)
      .filter(([path]) => /node_modules\/(@reyield\/[^/]+|reyield)$/.test(path))
      .map(([path, { resolved, link }]) => [path, resolved, link])
    expect(installed.toSorted()).toEqual(
      ours.map(name => {
        const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
        return [`node_modules/${name}`, `file:../tarballs/${file}`, undefined]
      }),
    )
    for (const name of ours) {
      expect(lstatSync(join(folder, 'node_modules', name)).isSymbolicLink()).toBe(false)
    }
    expect(await exec(folder, 'npm', ['ls', '--all'])).toMatchObject({ code: 0 })
  })

  whole('has the programs `reyield` and `swf-local`', async ({ folder, tarballs }) => {
    expect(await execOrThrow(folder, 'npx', ['reyield', '--version'])).toContain(version)
    expect(await execOrThrow(folder, 'npx', ['swf-local', '--version'])).toBe(`${version}\n`)
    const file = join(tarballs, `reyield-local-${version}.tgz`)
    const alone = ['exec', '--yes', `--package=${file}`, '--', 'swf-local', '--version']
    expect(await execOrThrow(mkdtempSync(join(tmpdir(), 'empty-')), 'npm', alone)).toBe(`${version}\n`)
  })

  whole('passes its tests and its type check, and is built', async ({ folder }) => {
    expect(await execOrThrow(folder, 'npm', ['test'])).toMatch(/Tests +7 passed/)
    await execOrThrow(folder, 'npm', ['run', 'check'])
    await execOrThrow(folder, 'npm', ['run', 'build'])
    expect(
      readdirSync(join(folder, 'dist'))
        .filter(file => !file.endsWith('.map'))
        .toSorted(),
    ).toEqual(['activities.js', 'connection.js', 'start-order.js', 'worker.js', 'workflows.js'])
  })

  whole('runs an order in `npx reyield dev`, which leaves nothing behind', async () => {
    const folder = await copyOfApp()
    const dev = spawn('npx', ['reyield', 'dev'], { cwd: folder, env: environment(), detached: true })
    const lines = createInterface({ input: dev.stdout })[Symbol.asyncIterator]()
    try {
      await lineThat(lines, /Local SWF on http:\S+, domain shop/)
      await lineThat(lines, /Polling/)
      // the commands of its README, the last of which needs an order that was started before
      const printed: Record<string, string> = {}
      const start = `npx reyield start order --id order-8 --input '{ id: "8", items: [], total: 1200 }' --profile local`
      for (const command of [start, ...commandsIn(join(folder, 'README.md')).slice(3)]) {
        printed[command] = await execOrThrow(folder, 'sh', ['-c', command])
      }
      expect(Object.values(printed)).toEqual([
        expect.stringContaining('order-8'),
        expect.stringContaining("parcel: 'parcel 12 with tea and milk'"),
        expect.stringMatching(/^order-12\t\S+\torder@1.0\tCOMPLETED\t/),
        expect.stringContaining('execution completed'),
        expect.stringContaining('order-8'),
      ])
      const [, worker] = await lineThat(lines, /order-12 +decided after .* by (\d+)@/)
      await lineThat(lines, /order-12 +execution completed/)
      await lineThat(lines, /order-8 +execution completed/)
      const closed = once(dev, 'close') // nobody can write to its output any longer
      process.kill(-dev.pid!, 'SIGINT') // as a terminal sends it for Ctrl-C: to all processes
      await closed
      for (const pid of [-dev.pid!, Number(worker)]) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    } finally {
      if (dev.exitCode === null && dev.signalCode === null) process.kill(-dev.pid!, 'SIGKILL')
    }
  })

  whole('runs an order with the built worker, which ends at SIGTERM', async () => {
    const folder = await copyOfApp()
    await execOrThrow(folder, 'npm', ['run', 'build'])
    await runsAnOrder(folder, folder)
  })

  whole(
    'runs an order in a folder that the commands of its Dockerfile have made',
    async ({ folder, tarballs }) => {
      const dockerfile = readFileSync(join(folder, 'Dockerfile'), 'utf8')
      const [build, final] = dockerfile.split(/^FROM .*$/m).slice(1)
      const inBuild = join(tarballs, '../build')
      const inFinal = join(tarballs, '../final')
      for (const at of [inBuild, inFinal]) mkdirSync(at)
      for (const [, instruction, rest] of build!.matchAll(/^(COPY|RUN) (.*)$/gm)) {
        if (instruction === 'RUN') await execOrThrow(inBuild, 'sh', ['-c', rest!])
        else copy(rest!, folder, inBuild)
      }
      for (const [, rest] of final!.matchAll(/^COPY --from=build (.*)$/gm)) {
        copy(rest!.replaceAll('/app/', ''), inBuild, inFinal)
      }
      expect(readdirSync(inFinal).toSorted()).toEqual(['dist', 'node_modules', 'package.json'])
      const kept = readdirSync(join(inFinal, 'node_modules/@reyield')).toSorted()
      // npm keeps an optional peer of the worker if a development dependency has installed it
      expect(kept).toEqual(['client', 'data', 'replay', 'schedules', 'worker', 'workflow'])
      const [, command] = /^CMD (\[.*\])$/m.exec(final!)!
      const [program, ...args] = JSON.parse(command!) as string[]
      expect(program).toBe('node')
      await runsAnOrder(inFinal, folder, args)
    },
  )
})

/** COPY of a Dockerfile: files into a folder, or one folder to another name. */
function copy(rest: string, from: string, to: string): void {
  const names = rest.split(' ')
  const target = names.pop()!
  for (const name of names) {
    cpSync(join(from, name), target === './' ? join(to, name) : join(to, target), { recursive: true })
  }
}

/** Runs an order on a local SWF, with the worker of one folder and the program that starts orders of another. */
async function runsAnOrder(
  workerFolder: string,
  folder: string,
  args: readonly string[] = ['--enable-source-maps', 'dist/worker.js'],
): Promise<void> {
  const local = await createLocalSwf()
  const { url } = await local.listen({ port: 0 })
  const env = { ...environment(), SWF_ENDPOINT: url, SWF_DOMAIN: 'orders' }
  const worker = spawn(process.execPath, args, {
    cwd: workerFolder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  try {
    await lineThat(createInterface({ input: worker.stderr })[Symbol.asyncIterator](), /Polling/)
    const started = await execOrThrow(
      folder,
      process.execPath, // as `npm run order`, for which `reyield dev` must run
      ['--import', 'tsx', 'src/start-order.ts', '12', 'tea'],
      env,
    )
    expect(started).toBe(
      "order-12 started\n{ receipt: 'receipt 12 over 12', parcel: 'parcel 12 with tea' }\n",
    )
    const ended = once(worker, 'exit')
    worker.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  } finally {
    worker.kill('SIGKILL')
    await local.close()
  }
}

/** The commands that a page shows. */
const commandsIn = (page: string) =>
  [...readFileSync(page, 'utf8').matchAll(/^```sh\n([^]*?)^```/gm)].flatMap(([, block]) =>
    block!
      .split('\n')
      .map(line => line.replace(/(^| +)# .*/, ''))
      .filter(line => line !== ''),
  )

/** The next line that matches, as the match. Throws if the program ends before. */
async function lineThat(lines: AsyncIterator<string>, pattern: RegExp): Promise<RegExpExecArray> {
  const read: string[] = []
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    read.push(next.value)
    const match = pattern.exec(next.value)
    if (match !== null) return match
  }
  throw new Error(`The program ended without a line like ${pattern.source}:\n${read.join('\n')}`)
}
