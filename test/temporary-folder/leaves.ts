import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'

// A "test" that leaves a folder, and so does a process of its own that it kills.
it('leaves files', async () => {
  mkdtempSync(join(tmpdir(), 'left-'))
  const program =
    "fs.mkdtempSync(path.join(os.tmpdir(), 'left-')); console.log(os.tmpdir()); setInterval(() => {}, 1000)"
  const child = spawn(process.execPath, ['-e', program])
  const [written] = (await once(child.stdout, 'data')) as [Buffer]
  child.kill('SIGKILL')
  expect(written.toString().trim()).toBe(tmpdir())
})
