import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

it('a run of tests leaves no file behind, whatever its tests and the processes that they kill leave', () => {
  const before = mkdtempSync(join(tmpdir(), 'o-'))
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      'leaves',
      '--config',
      'test/temporary-folder/vitest.config.ts',
    ],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: before, VITEST: undefined },
      timeout: 50_000,
    },
  )
  expect([status, readdirSync(before)], stdout + stderr).toEqual([0, []])
})

it('the temporary files of a run are in one folder', () => {
  expect(tmpdir()).toMatch(/\/ry-\d+-\w+$/)
})
