import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)
const program = fileURLToPath(new URL('dist/start.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'reyield-'))
const start = (...args: string[]) =>
  run(process.execPath, [program, '--db', join(folder, 'swf.sqlite'), ...args])

/** The parts that differ from run to run and from machine to machine. */
const timeless = (text: string) =>
  text
    .replaceAll(folder + '/swf.sqlite', 'reyield.sqlite')
    .replaceAll(/\d\d:\d\d:\d\d\.\d{3}/g, '00:00:00.000')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:0')
    .replaceAll(/(hello|serial)-\d+/g, '$1-0')
    .replaceAll(hostname(), 'vm')
    .replaceAll(/vm:\d+/g, 'vm:0')
    .replaceAll(/process \d+/g, 'process 0')

describe('npm start', () => {
  it('runs both workflows, and README shows what it prints', async () => {
    const { stdout, stderr } = await start()
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    const [, shown] = /<!-- output: npm start -->\n+```\n([\s\S]*?)```/.exec(readme)!
    expect(stderr).toBe('')
    expect(timeless(stdout)).toBe(timeless(shown!))
  })

  it('goes on with the same database, and runs one example alone', async () => {
    const { stdout } = await start('hello')
    expect(stdout).toContain('result: "Hello, World!"')
    expect(stdout).not.toContain('serial')
  })

  it('shows a bar for what is done at once, and which worker works on what', async () => {
    const { stdout } = await start('parallel')
    expect(stdout.match(/[■□]{5} \d\/5/g)).toEqual([
      '■□□□□ 1/5',
      '■■□□□ 2/5',
      '■■■□□ 3/5',
      '■■■■□ 4/5',
      '■■■■■ 5/5',
    ])
    expect(stdout.match(/worker \d+ works on part \d/g)).toHaveLength(5)
    expect(stdout).toContain('result: ["part 1","part 2","part 3","part 4","part 5"]')
  })

  it('refuses an example that is not there', async () => {
    await expect(start('goodbye')).rejects.toMatchObject({
      code: 2,
      stderr: 'No such example: goodbye. There are: hello, serial, parallel\n',
    })
  })
})
