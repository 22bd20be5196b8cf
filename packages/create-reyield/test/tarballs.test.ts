import { readFileSync, writeFileSync, mkdirSync } from 'node:fs'
import { posix, win32, join } from 'node:path'
import { expect, it } from 'vitest'
import { fileSpec } from '../src/tarballs.ts'
import { createReyield, emptyFolder, tree } from './run.ts'

const all = [
  'reyield-0.1.0.tgz',
  'reyield-client-0.1.0.tgz',
  'reyield-console-0.1.0.tgz',
  'reyield-data-0.1.0.tgz',
  'reyield-eslint-plugin-0.1.0.tgz',
  'reyield-inspect-0.1.0.tgz',
  'reyield-local-0.1.0.tgz',
  'reyield-replay-0.1.0.tgz',
  'reyield-schedules-0.1.0.tgz',
  'reyield-testing-0.1.0.tgz',
  'reyield-worker-0.1.0.tgz',
  'reyield-workflow-0.1.0.tgz',
]

/** A folder with a folder of tarballs. */
function withTarballs(...names: string[]): string {
  const cwd = emptyFolder()
  mkdirSync(join(cwd, 'tarballs'))
  for (const name of names) writeFileSync(join(cwd, 'tarballs', name), '')
  return cwd
}

it('with --tarballs, all packages of Reyield are files, also for each other', async () => {
  const cwd = withTarballs(...all, 'create-reyield-0.1.0.tgz', 'reyield-client-notes.tgz', 'readme.txt')
  expect(await createReyield(cwd, ['app', '--tarballs', 'tarballs'])).toMatchObject({ code: 0, err: '' })
  const { dependencies, devDependencies, overrides } = JSON.parse(
    readFileSync(join(cwd, 'app/package.json'), 'utf8'),
  ) as Record<string, object>
  expect({ dependencies, devDependencies, overrides }).toEqual({
    dependencies: {
      '@aws-sdk/client-swf': '^3.1048.0',
      '@reyield/client': 'file:../tarballs/reyield-client-0.1.0.tgz',
      '@reyield/worker': 'file:../tarballs/reyield-worker-0.1.0.tgz',
      '@reyield/workflow': 'file:../tarballs/reyield-workflow-0.1.0.tgz',
    },
    devDependencies: {
      '@reyield/console': 'file:../tarballs/reyield-console-0.1.0.tgz',
      '@reyield/data': 'file:../tarballs/reyield-data-0.1.0.tgz',
      '@reyield/eslint-plugin': 'file:../tarballs/reyield-eslint-plugin-0.1.0.tgz',
      '@reyield/inspect': 'file:../tarballs/reyield-inspect-0.1.0.tgz',
      '@reyield/local': 'file:../tarballs/reyield-local-0.1.0.tgz',
      '@reyield/replay': 'file:../tarballs/reyield-replay-0.1.0.tgz',
      '@reyield/schedules': 'file:../tarballs/reyield-schedules-0.1.0.tgz',
      '@reyield/testing': 'file:../tarballs/reyield-testing-0.1.0.tgz',
      '@types/node': '^20.19.0',
      'oxc-parser': '^0.159.0',
      oxlint: '~1.94.0',
      reyield: 'file:../tarballs/reyield-0.1.0.tgz',
      tsx: '^4.20.0',
      typescript: '~7.0.2',
      vitest: '^4.1.12',
    },
    overrides: {
      '@reyield/client': 'file:../tarballs/reyield-client-0.1.0.tgz',
      '@reyield/console': 'file:../tarballs/reyield-console-0.1.0.tgz',
      '@reyield/data': 'file:../tarballs/reyield-data-0.1.0.tgz',
      '@reyield/eslint-plugin': 'file:../tarballs/reyield-eslint-plugin-0.1.0.tgz',
      '@reyield/inspect': 'file:../tarballs/reyield-inspect-0.1.0.tgz',
      '@reyield/local': 'file:../tarballs/reyield-local-0.1.0.tgz',
      '@reyield/replay': 'file:../tarballs/reyield-replay-0.1.0.tgz',
      '@reyield/schedules': 'file:../tarballs/reyield-schedules-0.1.0.tgz',
      '@reyield/testing': 'file:../tarballs/reyield-testing-0.1.0.tgz',
      '@reyield/worker': 'file:../tarballs/reyield-worker-0.1.0.tgz',
      '@reyield/workflow': 'file:../tarballs/reyield-workflow-0.1.0.tgz',
      reyield: 'file:../tarballs/reyield-0.1.0.tgz',
    },
  })
})

const command = 'npm pack ./packages/* --pack-destination ~/tarballs'
it.each<[string, string[], string, string[]]>([
  [
    'a missing tarball',
    all.filter(name => !/-(data|replay)-/.test(name)),
    'tarballs',
    [
      'There is no tarball of @reyield/data, @reyield/replay in ~/tarballs.',
      'Expected are files such as reyield-data-0.1.0.tgz. In a checkout of Reyield, this writes all:',
      command,
    ],
  ],
  [
    'a folder without any',
    [],
    'tarballs',
    [
      'There is no tarball of any package of Reyield in ~/tarballs.',
      'Expected are files such as reyield-client-0.1.0.tgz. In a checkout of Reyield, this writes all:',
      command,
    ],
  ],
  [
    'two versions of one',
    [...all, 'reyield-0.2.0-rc.1.tgz'],
    'tarballs',
    [
      'There are several tarballs of reyield in ~/tarballs.',
      'reyield-0.1.0.tgz',
      'reyield-0.2.0-rc.1.tgz',
      'Remove all but one version.',
    ],
  ],
  [
    'a folder that is not there',
    all,
    'tarbals',
    [
      "The folder of --tarballs doesn't exist: ~/tarbals.",
      'It has to contain the packages of Reyield, as `npm pack` writes them.',
    ],
  ],
  [
    'a file',
    all,
    'tarballs/reyield-0.1.0.tgz',
    [
      "The folder of --tarballs can't be read: not a directory: ~/tarballs/reyield-0.1.0.tgz.",
      'It has to contain the packages of Reyield, as `npm pack` writes them.',
    ],
  ],
])('refuses %s, and writes nothing', async (_, names, folder, lines) => {
  const cwd = withTarballs(...names)
  const before = tree(cwd)
  expect(await createReyield(cwd, ['app', '--tarballs', folder])).toEqual({
    code: 1,
    out: '',
    err: `error: ${lines.join('\n  ')}\n`,
  })
  expect(tree(cwd)).toEqual(before)
})

it.each<[string, string, string, boolean?]>([
  ['/home/ann/app', '/home/ann/app/t/x.tgz', 'file:t/x.tgz'],
  ['/home/ann/app', '/home/ann/t/x.tgz', 'file:../t/x.tgz'],
  ['/home/ann/a/b/app', '/home/ann/t/x.tgz', 'file:../../../t/x.tgz'],
  ['/home/ann/a/b/c/app', '/home/ann/t/x.tgz', 'file:/home/ann/t/x.tgz'],
  ['/home/ann/app', '/home/ann/a b ä/x.tgz', 'file:../a b ä/x.tgz'],
  ['/home/100%/app', '/home/100%/t/x.tgz', 'file:../t/x.tgz'],
  ['C:\\ann\\app', 'C:\\ann\\t\\x.tgz', 'file:../t/x.tgz', true],
  ['C:\\ann\\app', 'D:\\t\\x.tgz', 'file:D:/t/x.tgz', true],
])('from %s, %s is %s', (project, file, spec, isWindows = false) => {
  expect(fileSpec(project, file, isWindows ? win32 : posix)).toBe(spec)
})

it.each(['#', '%', '?'])('refuses a path with %s, which npm reads in different ways', character => {
  const message = `npm can't read tarballs whose path has the character ${character}.`
  expect(() => fileSpec('/home/ann/app', `/home/ann/t${character}/x.tgz`, posix)).toThrow(message)
})
