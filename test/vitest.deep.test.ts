import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, type TestContext } from 'vitest'

const root = fileURLToPath(new URL('../', import.meta.url))
const { dependencies } = JSON.parse(
  readFileSync(new URL('vitest/package.json', import.meta.url), 'utf8'),
) as { readonly dependencies: Readonly<Record<string, string>> }

/** In the repository, so that what isn't installed for a version is found there. */
const cache = join(root, 'node_modules/.cache/vitest-versions')

/** The first Node that a version of vitest is made for, where it is later than ours. */
const firstNode: Readonly<Record<string, number>> = { 'vitest-5': 22 }

describe('@reyield/testing/vitest', { timeout: 1_800_000 }, () => {
  for (const [name, wanted] of Object.entries(dependencies)) {
    it(`runs and compiles with ${name}`, async context => {
      const folder = await installed(name, wanted.replace('npm:', ''), context)
      const node = await nodeFor(name, context)
      const types = join(root, 'node_modules/@typescript/native/bin/tsc')
      const compiled = errorsOf(await exec(process.execPath, [types, '-p', '.'], folder))
      const output = join(folder, 'report.json')
      rmSync(output, { force: true })
      const args = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', `--outputFile=${output}`]
      const ran = await exec(node[0]!, [...node.slice(1), ...args], folder)
      expect({ compiled, tests: existsSync(output) ? testsOf(output) : ran }).toEqual({
        compiled: [],
        tests: [
          'passed: decides on a fake history',
          'passed: runs',
          'passed: says what differs',
          'passed: writes a snapshot',
          'passed: explores',
        ],
      })
    })
  }
})

/**
 * The errors of a compilation, apart from those in the types of others: some versions of vitest don't fit the version of chai's types
 * that is installed with them.
 */
function errorsOf({ code, text }: Ended): string[] {
  const lines = text.split('\n').filter(line => line !== '')
  const errors = lines.filter(line => !/^node_modules\/(?!@reyield\/)/.test(line))
  return code === 0 || lines.length > errors.length ? errors : [`exit code ${code}`, ...errors]
}

/** The outcome of each test in a report, with its failures; or why a file has none. */
function testsOf(report: string): string[] {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    readonly testResults: readonly {
      readonly message: string
      readonly assertionResults: readonly {
        readonly status: string
        readonly title: string
        readonly failureMessages: readonly string[] | null
      }[]
    }[]
  }
  return testResults.flatMap(({ message, assertionResults }) => [
    ...(message === '' ? [] : [message]),
    ...assertionResults.map(({ status, title, failureMessages }) =>
      [`${status}: ${title}`, ...(failureMessages ?? [])].join('\n'),
    ),
  ])
}

/** A project with one version of vitest and this repository's packages. Skips the test if the registry doesn't answer. */
async function installed(name: string, version: string, context: TestContext): Promise<string> {
  const folder = join(cache, name)
  const list = JSON.stringify({
    private: true,
    type: 'module',
    dependencies: { vitest: version.replace('vitest@', '') },
  })
  const done = join(folder, 'done.json')
  if (!existsSync(done) || readFileSync(done, 'utf8') !== list) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), list)
    const npm = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts']
    skipIfFailed(await exec('npm', npm, folder), version, context)
    writeFileSync(done, list)
  }
  copyPackages(folder)
  return folder
}

/** As a registry would deliver them: a link would lead back to this repository's vitest. */
function copyPackages(folder: string): void {
  const target = join(folder, 'node_modules/@reyield')
  rmSync(target, { recursive: true, force: true })
  for (const name of readdirSync(join(root, 'packages'))) {
    for (const part of ['package.json', 'dist'])
      cpSync(join(root, 'packages', name, part), join(target, name, part), { recursive: true })
  }
  cpSync(new URL('vitest/order.ts', import.meta.url), join(folder, 'order.test.ts'))
  cpSync(new URL('vitest/tsconfig.json', import.meta.url), join(folder, 'tsconfig.json'))
  // without a configuration of its own a version takes that of this repository
  writeFileSync(join(folder, 'vitest.config.js'), 'export default {}\n')
}

/** This Node, or Node 24 if the version of vitest needs a later one than ours. */
async function nodeFor(name: string, context: TestContext): Promise<readonly string[]> {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= (firstNode[name] ?? 0)) return [process.execPath]
  const later = ['npx', '-y', '-p', 'node@24', 'node']
  skipIfFailed(await exec(later[0]!, [...later.slice(1), '--version'], root), 'node@24', context)
  return later
}

function skipIfFailed({ code, text }: Ended, what: string, context: TestContext): void {
  const why = /code (E\w+)/.exec(text)?.[1] ?? `exit code ${code}`
  context.skip(code !== 0, `the package registry does not deliver ${what}: ${why}`)
}

interface Ended {
  readonly code: number | string
  /** What it has written. */
  readonly text: string
}

/** Runs a program. Installing takes minutes on a busy machine. */
function exec(command: string, args: readonly string[], cwd: string): Promise<Ended> {
  const ofTests = /^(VITEST|NODE_OPTIONS$|TEST$|DEV$|PROD$|MODE$)/
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofTests.test(name)))
  const options = { cwd, env: { ...env, CI: '1' }, maxBuffer: 1 << 26, timeout: 600_000 }
  return new Promise(resolve => {
    execFile(command, args, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? 'killed'), text: stdout + stderr })
    })
  })
}
