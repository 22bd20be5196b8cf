import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { beforeAll, expect, it } from 'vitest'
import { currentVersion } from '../../scripts/versioned.js'
import { environment, exec, root } from './npm.ts'
import { manifestIn, packedAll, type PackedAll } from './packed.ts'

let all: PackedAll
beforeAll(async () => {
  all = await packedAll()
}, 120_000)

const version = currentVersion(root)

/** The file that npm links as a program. */
function programOf(name: string): string {
  const folder = join(all.project, 'node_modules', name)
  const [file] = Object.values(manifestIn(folder).bin!)
  return join(folder, file!)
}

const emptyFolder = () => mkdtempSync(join(tmpdir(), 'empty-'))

it.each(['reyield', 'create-reyield', '@reyield/local'])('the program of %s says its version', async name => {
  const { code, text } = await exec(emptyFolder(), process.execPath, [programOf(name), '--version'])
  expect([code, text.trim()]).toEqual([0, expect.stringContaining(version)])
})

it('create-reyield writes a project in an empty folder', async () => {
  const folder = emptyFolder()
  expect(await exec(folder, process.execPath, [programOf('create-reyield'), 'app'])).toMatchObject({
    code: 0,
  })
  expect(readdirSync(join(folder, 'app'))).toEqual(
    expect.arrayContaining(['.gitignore', 'package.json', 'src']),
  )
})

it('reyield lists what swf-local runs, with a database in an empty folder', async () => {
  const cwd = emptyFolder()
  const args = [programOf('@reyield/local'), '--port', '0', '--db', 'swf.sqlite']
  const local = spawn(process.execPath, args, { cwd, env: environment() })
  try {
    const lines = createInterface({ input: local.stdout })
    let url: string | undefined
    for await (const line of lines) {
      url = /http:\/\/\S+:\d+/.exec(line)?.[0]
      if (url !== undefined) break
    }
    const list = [programOf('reyield'), 'list', '--endpoint', url!, '--domain', 'shop']
    const { text } = await exec(cwd, process.execPath, list)
    expect(text).toContain('DOMAIN_UNKNOWN')
  } finally {
    const exited = once(local, 'exit')
    local.kill('SIGTERM')
    await exited
  }
  expect(readdirSync(cwd)).toContain('swf.sqlite')
})
