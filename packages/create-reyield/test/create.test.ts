import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ours } from '../src/packages.ts'
import { writeProject } from '../src/write.ts'
import { createReyield, emptyFolder, tree } from './run.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

interface Manifest {
  readonly name: string
  readonly version: string
  readonly engines: object
  readonly exports: object
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}
const manifestIn = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/** The manifests of all packages of this repository. */
const packages = readdirSync(join(root, 'packages')).map(name => manifestIn(join(root, 'packages', name)))

const { version } = manifestIn(root)

const projectFiles = [
  '.dockerignore',
  '.gitignore',
  '.oxlintrc.json',
  'Dockerfile',
  'README.md',
  'inputs/',
  'inputs/cheap-order.json5',
  'inputs/expensive-order.json5',
  'inputs/unavailable-order.json5',
  'package.json',
  'reyield.config.ts',
  'src/',
  'src/activities.ts',
  'src/connection.ts',
  'src/start-order.ts',
  'src/worker.ts',
  'src/workflows.ts',
  'test/',
  'test/order.test.ts',
  'test/worker.test.ts',
  'tsconfig.build.json',
  'tsconfig.json',
]

const manifest = {
  name: 'my-shop',
  version: '0.0.0',
  private: true,
  type: 'module',
  engines: { node: '>=20.19' },
  scripts: {
    dev: 'reyield dev',
    order: 'node --env-file=.reyield/dev.env --import tsx src/start-order.ts',
    test: 'vitest run',
    check: 'tsc && oxlint --deny-warnings',
    build: 'tsc -p tsconfig.build.json',
    start: 'node --enable-source-maps dist/worker.js',
  },
  dependencies: {
    '@aws-sdk/client-swf': '^3.1048.0',
    '@reyield/client': `^${version}`,
    '@reyield/worker': `^${version}`,
    '@reyield/workflow': `^${version}`,
  },
  devDependencies: {
    '@reyield/eslint-plugin': `^${version}`,
    '@reyield/local': `^${version}`,
    '@reyield/testing': `^${version}`,
    '@types/node': '^20.19.0',
    'oxc-parser': '^0.159.0',
    oxlint: '~1.94.0',
    reyield: `^${version}`,
    tsx: '^4.20.0',
    typescript: '~7.0.2',
    vitest: '^4.1.12',
  },
  allowScripts: { '@photostructure/sqlite': true, esbuild: true },
}

describe('a project', () => {
  it('has these files, its name, and the commands to go on with', async () => {
    const cwd = emptyFolder()
    expect(await createReyield(cwd, ['apps/My Shop'])).toEqual({
      code: 0,
      out: `Created my-shop in ~/apps/My Shop (19 files).

Next:
  cd "apps/My Shop"
  npm install
  npm test        # runs the workflow in milliseconds
  npm run dev     # a local SWF and your worker; press s to start an order

README.md says what each file is.
`,
      err: '',
    })
    expect(tree(join(cwd, 'apps'))).toEqual(['My Shop/', ...projectFiles.map(path => `My Shop/${path}`)])
    expect(manifestIn(join(cwd, 'apps/My Shop'))).toEqual(manifest)
    expect(statSync(join(cwd, 'apps/My Shop')).mode).toBe(statSync(join(cwd, 'apps')).mode)
    expect(readFileSync(join(cwd, 'apps/My Shop/package.json'), 'utf8')).toMatch(/^\{\n {2}"name".*\}\n$/s)
  })

  it('depends on the packages as they are, and knows all of them', () => {
    const { dependencies, devDependencies } = manifestIn(join(root, 'packages/create-reyield/template'))
    const all = { ...dependencies, ...devDependencies }
    const needed = new Set<string>()
    const add = (name: string) => {
      const found = packages.find(one => one.name === name)
      if (found === undefined || needed.has(name)) return
      needed.add(name)
      const peers = Object.keys(found.peerDependencies ?? {})
      for (const one of [...Object.keys(found.dependencies ?? {}), ...peers]) add(one)
    }
    for (const name of Object.keys(all)) add(name)
    expect([...needed].toSorted()).toEqual([...ours].toSorted())
    for (const { name, version, engines } of packages) {
      if (name in all) expect([name, all[name]]).toEqual([name, `^${version}`])
      expect([name, version, engines]).toEqual([name, packages[0]!.version, manifest.engines])
    }
  })

  it('is written into an existing folder that has nothing but version control and the like, without replacing it', async () => {
    const cwd = join(emptyFolder(), 'shop')
    for (const name of ['.git', '.idea']) mkdirSync(join(cwd, name), { recursive: true })
    writeFileSync(join(cwd, '.git/HEAD'), 'ref: refs/heads/main')
    writeFileSync(join(cwd, 'LICENSE'), 'mine')
    const { ino } = statSync(cwd)
    const { code, out } = await createReyield(cwd, ['.'], {
      env: { npm_config_user_agent: 'pnpm/10.1.0 npm/? node/v20' },
    })
    expect([code, out]).toEqual([0, expect.stringContaining('Next:\n  pnpm install\n  pnpm test ')])
    expect(tree(cwd)).toEqual(['.git/', '.git/HEAD', '.idea/', 'LICENSE', ...projectFiles].toSorted())
    expect(statSync(cwd).ino).toBe(ino)
    expect(manifestIn(cwd).name).toBe('shop')
  })

  it('is in a folder of a default name if nobody can answer, else in the one that the user types', async () => {
    const cwd = emptyFolder()
    await createReyield(cwd, [])
    await createReyield(cwd, [], { ask: async () => 'typed' })
    const canceled = await createReyield(cwd, [], { ask: async () => undefined })
    expect(readdirSync(cwd).toSorted()).toEqual(['reyield-app', 'typed'])
    expect(canceled).toEqual({ code: 130, out: '', err: '' })
  })

  it('is written whole or not at all', () => {
    const cwd = emptyFolder()
    mkdirSync(join(cwd, 'empty'))
    const files = new Map([
      ['a', ''],
      ['b', ''],
      ['b/c', 'no folder'],
    ])
    for (const folder of ['empty', 'new', 'very/new']) {
      const message = "The project can't be written: file already exists. Nothing was left behind."
      expect(() => writeProject(join(cwd, folder), files)).toThrow(message)
    }
    expect(tree(cwd)).toEqual(['empty/'])
  })
})

/** A folder with some entries. Those that end with `/` are folders. */
function folderWith(...entries: string[]): string {
  const cwd = emptyFolder()
  for (const entry of entries) {
    mkdirSync(join(cwd, entry, entry.endsWith('/') ? '' : '..'), { recursive: true })
    if (!entry.endsWith('/')) writeFileSync(join(cwd, entry), '')
  }
  return cwd
}

const usage = 'See `npm create reyield -- --help`.'

it.each<[string, string[], string[], number, string[]]>([
  [
    'a folder that is not empty',
    ['app/.git/', 'app/src/', 'app/b.txt', 'app/a\u001b[31m.txt'],
    ['app'],
    1,
    [
      "The folder isn't empty: ~/app. Nothing was written.",
      'It contains a\\u{1b}[31m.txt, b.txt, src.',
      'Choose another name, or move what is there.',
    ],
  ],
  [
    'a folder with very much in it',
    Array.from({ length: 12 }, (_, i) => `app/${String.fromCharCode(97 + i)}`),
    ['app'],
    1,
    [
      "The folder isn't empty: ~/app. Nothing was written.",
      'It contains a, b, c, d, e, f, g, h, i, j and 2 more.',
      'Choose another name, or move what is there.',
    ],
  ],
  [
    'the current folder if it is not empty',
    ['.gitignore'],
    ['.'],
    1,
    [
      "The folder isn't empty: ~. Nothing was written.",
      'It contains .gitignore.',
      'Choose another name, or move what is there.',
    ],
  ],
  [
    'a file',
    ['app'],
    ['app'],
    1,
    ['~/app is a file, expected a folder. Nothing was written.', 'Choose another name.'],
  ],
  [
    'a folder below a file',
    ['app'],
    ['app/b/c'],
    1,
    ['~/app is a file, expected a folder. Nothing was written.', 'Choose another name.'],
  ],
  [
    'a folder that the system refuses',
    [],
    [`new/${'x'.repeat(300)}`],
    1,
    ["The project can't be written: name too long. Nothing was left behind.", `~/new/${'x'.repeat(300)}`],
  ],
  [
    'an option that is nearly one',
    [],
    ['app', '--tarball', 't'],
    2,
    ['There is no option --tarball.', 'Did you mean --tarballs?'],
  ],
  [
    'an option with another case',
    [],
    ['app', '--Help'],
    2,
    ['There is no option --Help.', 'Did you mean --help?'],
  ],
  [
    'an option that is like none',
    [],
    ['app', '--typescript'],
    2,
    ['There is no option --typescript.', usage],
  ],
  ['a short option', [], ['app', '-x'], 2, ['There is no option -x.', usage]],
  [
    'an option that no project has',
    [],
    ['app', '--constructor'],
    2,
    ['There is no option --constructor.', usage],
  ],
  ['a value of an option that takes none', [], ['app', '--help=yes'], 2, ['--help takes no value.', usage]],
  [
    'an option without its value',
    [],
    ['app', '--tarballs'],
    2,
    ['--tarballs needs a folder after it.', usage],
  ],
  [
    'an option instead of a value',
    [],
    ['--tarballs', '--help'],
    2,
    ['--tarballs needs a folder after it.', usage],
  ],
  ['an empty value', [], ['app', '--tarballs='], 2, ['--tarballs needs a folder after it.', usage]],
  [
    'an option twice',
    [],
    ['app', '--tarballs', 'a', '--tarballs', 'b'],
    2,
    ['--tarballs is given twice.', usage],
  ],
  ['an empty name', [], [''], 2, ['The name of the folder is empty.', usage]],
  [
    'two names',
    [],
    ['my', 'app'],
    2,
    [
      'There are 2 folders on the command line, expected one.',
      'If the name has spaces, put it into quotes: "my app".',
      'With npm, options come after two dashes: npm create reyield my-app -- --tarballs tarballs',
    ],
  ],
])('refuses %s, and changes nothing', async (_, entries, args, code, lines) => {
  const cwd = folderWith(...entries)
  const before = tree(cwd)
  expect(await createReyield(cwd, args)).toEqual({
    code,
    out: '',
    err: `error: ${lines.join('\n  ')}\n`,
  })
  expect(tree(cwd)).toEqual(before)
})

it('refuses a link that leads nowhere', async () => {
  const cwd = emptyFolder()
  symlinkSync('nowhere', join(cwd, 'app'))
  const { code, err } = await createReyield(cwd, ['app'])
  expect([code, err]).toEqual([
    1,
    "error: The project can't be written: not a directory. Nothing was left behind.\n  ~/app\n",
  ])
  expect(tree(cwd)).toEqual(['app'])
})

it('prints its help and its version, also beside other arguments', async () => {
  const { version } = manifestIn(join(root, 'packages/create-reyield'))
  const cwd = emptyFolder()
  expect(await createReyield(cwd, ['app', '-V'])).toEqual({ code: 0, out: `${version}\n`, err: '' })
  const { code, out } = await createReyield(cwd, ['app', '--help'])
  expect([code, out]).toEqual([0, expect.stringMatching(/^Usage: npm create reyield \[folder\]/)])
  expect(Math.max(...out.split('\n').map(line => line.length))).toBeLessThanOrEqual(104)
  expect(out).toContain(`create-reyield-${version}.tgz`)
  expect(tree(cwd)).toEqual([])
})
