import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const programs = ['stacks', 'where'] as const
const sources = Object.fromEntries(
  programs.map(name => [name, readFileSync(new URL(`${name}-program.txt`, import.meta.url), 'utf8')]),
)
const folder = mkdtempSync(join(tmpdir(), 'bundles-'))
afterAll(() => rmSync(folder, { recursive: true }))

const deep = process.env['REYIELD_DEEP'] === '1'
const formats = { mjs: 'esm', cjs: 'cjs' } as const
const endings = ['mjs', 'cjs'] as const

/** The bundler that vite depends on. */
interface Bundler {
  readonly rolldown: (options: object) => Promise<Bundle>
}
interface Bundle {
  readonly write: (options: object) => Promise<unknown>
  readonly close: () => Promise<void>
}
const { rolldown } = (await import(
  pathToFileURL(join(root, 'node_modules/rolldown/dist/index.mjs')).href
)) as Bundler

/** Bundles with source map files beside them. Only a `mapped` bundle has a comment that refers to its source map. */
const bundles = endings.flatMap(ending =>
  [false, true].flatMap(minify => [false, true].map(mapped => ({ ending, minify, mapped }))),
)
type Form = (typeof bundles)[number]
const nameOf = ({ ending, minify, mapped }: Form) =>
  `${minify ? 'min' : 'plain'}-${mapped ? 'mapped' : 'bare'}.${ending}`

/** In short runs ES modules are minified, and CommonJS modules have no source maps. */
const written = deep
  ? bundles
  : bundles.filter(({ ending, minify, mapped }) => (ending === 'cjs' ? !minify && !mapped : minify))

beforeAll(async () => {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const name of programs) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'w.ts'), sources[name]!)
  }
  for (const name of programs) await write(name)
})

async function write(program: string): Promise<void> {
  const bundle = await rolldown({
    input: join(folder, program, 'w.ts'),
    platform: 'node',
    external: [/^node:/, /^@aws-sdk\//, /^@smithy\//],
    logLevel: 'silent',
  })
  for (const one of written) {
    await bundle.write({
      file: join(folder, program, nameOf(one)),
      format: formats[one.ending],
      minify: one.minify,
      sourcemap: one.mapped ? true : 'hidden',
      codeSplitting: false,
    })
  }
  await bundle.close()
}

/** The comment at the end of the line of the program that a place in the bundle, or in the program itself, comes from. */
function lineAt(place: string): string {
  if (place.startsWith('/app/')) return place
  const [, file, row, column] = /^(?:file:\/\/)?(.*):(\d+):(\d+)$/.exec(place)!
  if (file!.endsWith('/w.ts')) return commentAt(file!, Number(row))
  const map = new SourceMap(JSON.parse(readFileSync(`${file!}.map`, 'utf8')) as SourceMapPayload)
  const origin = map.findOrigin(Number(row), Number(column))
  if (!('fileName' in origin) || !origin.fileName.endsWith('w.ts'))
    return `${place} of ${JSON.stringify(origin)}`
  return commentAt(file!, origin.lineNumber)
}

function commentAt(file: string, row: number): string {
  const line = sources[basename(dirname(file))]!.split('\n')[row - 1]!
  return /\/\/ ([\w' ]+)$/.exec(line)?.[1] ?? line
}

/** The output of a program: one object for each line. */
function run<T>(program: string, args: readonly string[]): Promise<T[]> {
  const cwd = join(folder, program)
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, timeout: 60_000 }, (error, stdout, stderr) => {
      if (error !== null) reject(new Error(`${error.message}\n${stderr}`))
      else
        resolve(
          stdout
            .trim()
            .split('\n')
            .map(text => JSON.parse(text) as T),
        )
    })
  })
}

const runs = written.flatMap(one => {
  const name = nameOf(one)
  const mapped = [`${name} under --enable-source-maps`, ['--enable-source-maps', name]] as const
  const bare = [name, [name]] as const
  if (!one.mapped) return [bare]
  return deep ? [bare, mapped] : [mapped]
})

it.each(runs)('stacks show the lines of the program, and no others, in a bundle: %s', async (_, args) => {
  const shown = await run<{ name: string; places: string[] }>('stacks', args)
  expect(Object.fromEntries(shown.map(({ name, places }) => [name, places.map(lineAt)]))).toEqual({
    activity: ['/app/activities.js:7:9', 'asked', 'helped'],
    sync: ['/app/activities.js:7:9', 'sync'],
    retried: ['/app/activities.js:7:9', 'asked'],
    settled: ['/app/activities.js:7:9', 'settled'],
    plain: ['wrong', 'plain'],
    misused: ['misused'],
    redefined: ['redefined'],
    item: ['wrong', 'item'],
    attempt: ['wrong', 'attempt'],
    steps: ['wrong', 'steps'],
    items: ['wrong', 'items', 'items'],
    effect: ['wrong', 'effect'],
    written: [],
    clock: ['millis', 'clock'],
  })
})

it.each(runs)(
  'where, diffs and errors name the lines of the program, and no others, in a bundle: %s',
  async (_, args) => {
    interface Shown {
      branch?: string
      lines?: (string | number)[]
      code?: string
      line?: string | number
    }
    const shown = await run<Shown>('where', args)
    const placeOf = (line: string | number) =>
      typeof line === 'number'
        ? commentAt(join(folder, 'where/w.ts'), line)
        : lineAt(/(?:^|\()([^()]*)\)?$/.exec(line.replace(/^at /, ''))![1]!)
    expect(
      shown.map(({ branch, code, lines, line }) => [branch ?? code, ...(lines ?? [line!]).map(placeOf)]),
    ).toEqual([
      ['', 'all'],
      ['1.1', 'saga'],
      ['1.1.1.1', 'in a saga'],
      ['1.2', 'retry of an operation'],
      ['1.2.1.1', 'retry of an operation'],
      ['1.3', 'retry'],
      ['1.3.1.1', 'in a retry'],
      ['1.4', 'map of an operation'],
      ['1.4.1.1', 'map of an operation'],
      ['1.5', 'map'],
      ['1.5.1.1', 'in a map'],
      ['1.6', 'timeout of an operation'],
      ['1.6.1.1', 'timeout of an operation'],
      ['1.6.1.2', 'timeout of an operation'],
      ['1.7', 'timeout'],
      ['1.7.1.1', 'in a helper'],
      ['1.7.1.2', 'timeout'],
      ['1.8', 'all'],
      ['WORKFLOW_STUCK', 'stuck'],
      ['NONDETERMINISTIC_CALL', 'clock'],
      ['NON_DETERMINISM', 'other'],
    ])
  },
)
