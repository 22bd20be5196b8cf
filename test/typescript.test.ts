import { execFile, execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { refusals } from './typescript/refusals.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const deep = process.env['REYIELD_DEEP'] === '1'

const names = deep ? ['oldest', 'last-of-5', 'last-of-6', 'newest'] : ['oldest', 'newest']
const compilers = installed()
const why = compilers === undefined ? ' (skipped: the package registry does not answer)' : ''

/** In the repository, so that what is checked finds the packages. */
mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
const folder = mkdtempSync(join(root, 'node_modules/.cache/typescript-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe(`README's program, the types that are inferred, and in deep runs examples and type tests${why}`, () => {
  const options = {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    target: 'es2022',
    lib: ['es2023'],
    types: ['node'],
    skipLibCheck: true,
    allowImportingTsExtensions: true,
  }
  const modes = {
    nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
    bundler: { module: 'esnext', moduleResolution: 'bundler' },
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  cpSync(join(root, deep ? 'examples' : 'examples/00-first'), join(folder, 'examples'), {
    recursive: true,
    filter: path => !/\/(dist|node_modules)(\/|$)|\.(js|json|py|d\.ts)$/.test(path),
  })
  const typeTests = readFileSync(join(root, 'packages/workflow/src/types.test.ts'), 'utf8')
  writeFileSync(
    join(folder, 'types.ts'),
    typeTests
      .replaceAll("'./index.ts'", "'@reyield/workflow'")
      .replaceAll("'./internal.ts'", "'@reyield/workflow/internal'"),
  )
  writeFileSync(
    join(folder, 'required.cts'),
    "import workflow = require('@reyield/workflow')\nexport const { name } = workflow.workflow({ name: 'a' }, function* (n: number) { return n })\n",
  )
  for (const [mode, how] of Object.entries(modes)) {
    writeFileSync(
      join(folder, `${mode}.json`),
      JSON.stringify({ compilerOptions: { ...options, ...how }, include: ['examples', 'types.ts'] }),
    )
  }
  writeFileSync(
    join(folder, 'required.json'),
    JSON.stringify({ compilerOptions: { ...options, ...modes.nodenext }, files: ['required.cts'] }),
  )

  const runs = names.flatMap(name =>
    (deep ? ['nodenext', 'bundler'] : ['nodenext']).map(mode => [name, mode] as const),
  )
  it.skipIf(compilers === undefined)('compile with every version', async () => {
    const outputs = await Promise.all(runs.map(([name, mode]) => compile(name, `${mode}.json`)))
    expect(outputs).toEqual(runs.map(() => ''))
  })

  // TypeScript 5.8 was the first to know that Node can require a module
  it.skipIf(compilers === undefined)('compile where the packages are required from CommonJS', async () => {
    expect(await compile('newest', 'required.json')).toBe('')
    if (deep) expect(await compile('last-of-5', 'required.json')).toBe('')
  })
})

describe(`what can't be declared is refused by the compiler, with the reason${why}`, () => {
  writeFileSync(
    join(folder, 'refusals.ts'),
    // on one line, as lines are counted
    `import { activities, workflow } from '@reyield/workflow'; ` +
      `import { createWorker, type WorkerOptions } from '@reyield/worker'; ` +
      `declare const place: WorkerOptions\n${refusals.map(([, code]) => code).join('\n')}\n`,
  )
  writeFileSync(
    join(folder, 'refusals.json'),
    JSON.stringify({
      compilerOptions: {
        noEmit: true,
        strict: true,
        target: 'es2022',
        module: 'nodenext',
        types: [],
        skipLibCheck: true,
        noErrorTruncation: true,
      },
      files: ['refusals.ts'],
    }),
  )
  it.skipIf(compilers === undefined).each(names)('by TypeScript, %s', async name => {
    const output = await compile(name, 'refusals.json')
    const reported = [...output.matchAll(/^refusals\.ts\((\d+),\d+\): ([^]*?)(?=^refusals\.ts|(?![^]))/gm)]
    expect(
      refusals.map(([what, , reason], index) => {
        const texts = reported.filter(([, line]) => Number(line) === index + 2).map(([, , text]) => text!)
        return [what, texts.some(text => text.includes(reason)) ? reason : texts]
      }),
    ).toEqual(refusals.map(([what, , reason]) => [what, reason]))
  })
})

it('packages of Reyield can be required', () => {
  const names = {
    workflow: '@reyield/workflow',
    drive: '@reyield/workflow/internal',
    scriptedSwf: '@reyield/client/testing',
    run: '@reyield/testing',
  }
  const code = `console.log(...Object.entries(${JSON.stringify(names)}).map(([name, entry]) => typeof require(entry)[name]))`
  const args = ['--no-warnings', '-e', code]
  expect(execFileSync(process.execPath, args, { cwd: join(root, 'examples'), encoding: 'utf8' })).toBe(
    'function function function function\n',
  )
})

/** What a compiler says, nothing if it's content. */
function compile(name: string, project: string): Promise<string> {
  const bin = join(compilers!, 'node_modules', name, 'bin/tsc')
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [bin, '-p', project],
      { cwd: folder, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => resolve(error === null ? '' : stdout + stderr || error.message),
    )
  })
}

/** Where the compilers are, installed once for each list of them; undefined if the registry doesn't answer. */
function installed(): string | undefined {
  const list = readFileSync(new URL('typescript/package.json', import.meta.url), 'utf8')
  const target = join(root, 'node_modules/.cache/typescript-versions')
  const done = join(target, deep ? 'all.json' : 'some.json')
  if (existsSync(done) && readFileSync(done, 'utf8') === list) return target
  mkdirSync(target, { recursive: true })
  writeFileSync(join(target, 'package.json'), list)
  try {
    const npm = [
      'install',
      '--no-audit',
      '--no-fund',
      '--no-package-lock',
      '--ignore-scripts',
      ...(deep ? [] : ['--omit=dev']),
    ]
    execFileSync('npm', npm, { cwd: target, stdio: 'ignore', timeout: 60_000 })
    for (const name of names) createRequire(join(target, 'x.js')).resolve(`${name}/package.json`)
  } catch {
    return undefined
  }
  writeFileSync(done, list)
  return target
}
