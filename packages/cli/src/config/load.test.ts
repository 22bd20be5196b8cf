import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Given } from '../commands/given.ts'
import { filesOf } from '../modules/glob.ts'
import { loadSettings } from './load.ts'

const folder = mkdtempSync(join(tmpdir(), 'reyield-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

let n = 0
/** A folder with a file of this content, and the path of the file. */
function written(name: string, content: string): { folder: string; file: string } {
  const file = join(folder, String(n++), name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  return { folder: dirname(file), file }
}

const load = (at: string, options: Record<string, unknown> = {}, env: Record<string, string> = {}) =>
  loadSettings(new Given([], options), env, at)

const json = (config: object) => written('reyield.config.json', JSON.stringify(config))

describe('settings', () => {
  it('are those of flags before environment before profile before file before defaults', async () => {
    const { folder: at } = json({
      domain: 'of-file',
      region: 'eu-west-1',
      endpoint: 'http://file',
      retryFor: '1m',
      profiles: { staging: { domain: 'of-profile', endpoint: 'http://profile' } },
    })
    const profile = { REYIELD_PROFILE: 'staging' }
    const env = { ...profile, SWF_DOMAIN: 'of-env', SWF_ENDPOINT: '', AWS_REGION: 'us-east-2' }
    const found = [
      await load(at),
      await load(at, {}, profile),
      await load(at, {}, env),
      await load(at, {}, { ...env, REYIELD_DOMAIN: 'of-own-variable' }),
      await load(at, { domain: 'of-flag', endpoint: 'http://flag', region: 'r' }, env),
      await load(dirname(folder), {}, {}),
    ].map(({ domain, endpoint, region, retryFor }) => [domain, endpoint, region, retryFor])
    expect(found).toEqual([
      ['of-file', 'http://file', 'eu-west-1', 60_000],
      ['of-profile', 'http://profile', 'eu-west-1', 60_000],
      ['of-env', 'http://profile', 'us-east-2', 60_000],
      ['of-own-variable', 'http://profile', 'us-east-2', 60_000],
      ['of-flag', 'http://flag', 'r', 60_000],
      [undefined, undefined, undefined, 30_000],
    ])
  })

  it('have paths relative to the file, which is found from folders below it', async () => {
    const { folder: at, file } = json({
      workflows: ['src/*.ts', '/abs/w.js'],
      serializer: './s.js',
      pipeline: 'p.js',
      builds: { '41f': { workflows: 'old.js' } },
      dev: { worker: 'src/worker.ts', watch: 'src' },
    })
    mkdirSync(join(at, 'a/b'), { recursive: true })
    const expected = {
      file,
      workflows: [join(at, 'src/*.ts'), '/abs/w.js'],
      serializer: join(at, 's.js'),
      pipeline: join(at, 'p.js'),
      builds: { '41f': { workflows: [join(at, 'old.js')] } },
      dev: { worker: join(at, 'src/worker.ts'), inputs: join(at, 'inputs'), watch: [join(at, 'src')] },
    }
    expect(await load(join(at, 'a/b'))).toMatchObject(expected)
    expect(await load(folder, { config: file })).toMatchObject(expected)
  })

  it('are read from TypeScript that Node alone can not run, from JavaScript, and from an object with a pipeline', async () => {
    const typescript = `enum Name { shop = 'shop' }\nexport default { domain: Name.shop } satisfies object`
    const javascript = `export default { domain: 'js', pipeline: [{ name: 'x', encode: x => x, decode: x => x }] }`
    expect(await load(written('reyield.config.ts', typescript).folder)).toMatchObject({ domain: 'shop' })
    const found = await load(written('reyield.config.mjs', javascript).folder)
    expect([found.domain, typeof found.pipeline]).toEqual(['js', 'object'])
  })

  it.each<[string, string, string]>([
    ['json', '{"domian": "x"}', 'FILE: domian is no member of a configuration. Did you mean domain?'],
    ['json', '{"domain": 7}', 'FILE: domain is a number: expected a string that is not empty'],
    [
      'json',
      '{"endpoint": "127.0.0.1"}',
      "FILE: endpoint is '127.0.0.1': expected a URL that begins with http:// or https://",
    ],
    [
      'json',
      '{"workflows": []}',
      'FILE: workflows is an empty list: expected a path or a glob, or a list of them',
    ],
    [
      'json',
      '{"profiles": {"a": {"regoin": "x"}}}',
      'FILE: profiles.a: regoin is no member of a configuration. Did you mean region?',
    ],
    [
      'json',
      '{"builds": {"41f": {}, "x": {"workflows": 1}}}',
      'FILE: builds.x: workflows is a number: expected a path or a glob, or a list of them',
    ],
    [
      'json',
      '{"retryFor": "soon"}',
      "FILE: retryFor is 'soon': expected a length of time such as '30s' or '5m'",
    ],
    [
      'json',
      '{"dev": {"inputs": "inputs"}}',
      'FILE: dev is an object: expected an object with the member worker',
    ],
    [
      'json',
      '{"dev": {"wroker": "w.ts"}}',
      'FILE: dev: wroker is no member of a configuration. Did you mean worker?',
    ],
    ['json', '[]', 'FILE is an empty list: expected an object'],
    ['json', '{', "The configuration file isn't JSON: FILE."],
    [
      'mjs',
      'export const config = {}',
      'The configuration file has no default export: FILE. Expected was: export default defineConfig({ … })',
    ],
    [
      'mjs',
      'throw new TypeError("broken")',
      "The module of the configuration can't be loaded: FILE. TypeError: broken",
    ],
  ])('of a %s file with %s are refused: %s', async (ending, content, message) => {
    const { folder: at, file } = written(`reyield.config.${ending}`, content)
    await expect(load(at)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(message.replace('FILE', file)) as string,
    })
  })

  it.each<[string, Record<string, string>, object]>([
    ["The profile 'b' isn't in ", { profile: 'b' }, { code: 'CONFIG_INVALID' }],
    ["The configuration file doesn't exist: ", { config: 'none.json' }, { code: 'CONFIG_INVALID' }],
    ["retryFor is '5 parsecs'", { retryFor: '5 parsecs' }, { code: 'USAGE_INVALID' }],
  ])('are refused for options: %s', async (message, options, expected) => {
    const { folder: at } = json({ profiles: { a: {} } })
    await expect(load(at, options)).rejects.toMatchObject({
      ...expected,
      message: expect.stringContaining(message) as string,
    })
  })
})

it('a glob stands for the files that a shell would find, without declarations and node_modules', () => {
  const at = mkdtempSync(join(folder, 'glob-'))
  for (const file of ['a.ts', 'b.js', 'b.d.ts', 'x/c.ts', 'x/y/d.ts', 'node_modules/e.ts', 'x/[id].ts']) {
    mkdirSync(dirname(join(at, file)), { recursive: true })
    writeFileSync(join(at, file), '')
  }
  const found = (...patterns: string[]) =>
    filesOf(
      patterns.map(pattern => join(at, pattern)),
      'workflows',
    ).map(file => file.slice(at.length + 1))
  expect(found('*.ts')).toEqual(['a.ts'])
  expect(found('**/*.ts')).toEqual(['a.ts', 'x/[id].ts', 'x/c.ts', 'x/y/d.ts'])
  expect(found('*.{ts,js}')).toEqual(['a.ts', 'b.js'])
  expect(found('x/**/?.ts', 'a.ts')).toEqual(['a.ts', 'x/c.ts', 'x/y/d.ts'])
  expect(found('x/[id].ts')).toEqual(['x/[id].ts'])
  expect(() => found('*.mts')).toThrow(/^No file of workflows is at '.*\*\.mts'/)
})
