import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const program = fileURLToPath(new URL('dist/start.js', import.meta.url))
const newFolder = () => mkdtempSync(join(tmpdir(), 'reyield-demo-'))

/** Runs a demo in a folder and returns what it prints. Kills it (`kill -9`) at a line, if one is given. */
async function runDemo(name: string, folder: string, env = {}, killAt?: RegExp): Promise<string[]> {
  const args = [program, name, '--db', join(folder, 'swf.sqlite')]
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...env } })
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', line => {
    lines.push(line)
    if (killAt?.test(line) === true) child.kill('SIGKILL')
  })
  child.stderr.on('data', data => lines.push(String(data)))
  await once(child, 'close')
  return lines
}

/** A line without what differs from run to run and from machine to machine. */
const timeless = (line: string) =>
  line
    .trim()
    .replaceAll(/127\.0\.0\.1:\d+|database \S+,/g, '')
    .replaceAll(/\d{4}-\d\d-\d\d/g, 'date')
    .replaceAll(/^\d+ (?=transcodes|joins|removes)/g, '')
    .replaceAll(/frame [1-9]\d*/g, 'frame n')

/** The lines that a README shows and a run didn't print. */
function missing(folder: string, printed: readonly string[]): string[] {
  const readme = readFileSync(new URL(`${folder}/README.md`, import.meta.url), 'utf8')
  const [, block] = /```\n(Local SWF[\s\S]*?)```/.exec(readme)!
  const known = new Set(['…', '', ...printed.map(timeless)])
  return block!.split('\n').filter(line => !known.has(timeless(line)))
}

const isDeep = process.env['REYIELD_DEEP'] === '1'

describe.concurrent('npm start --', { timeout: isDeep ? 600_000 : 120_000 }, () => {
  it.each([
    ['media', '07-media'],
    ['agent', '08-agent'],
    ...(isDeep
      ? [
          ['subscription', '06-subscription'],
          ['batch', '09-nightly-batch'],
        ]
      : []),
  ])('%s prints what its README shows', async (name, folder) => {
    expect(missing(folder, await runDemo(name, newFolder()))).toEqual([])
  })

  it('subscription continues after kill -9 where it was', async () => {
    const folder = newFolder()
    const first = await runDemo('subscription', folder, {}, /charges ann/)
    const second = await runDemo('subscription', folder, {}, isDeep ? undefined : /declines the card of bob/)
    const dates = (lines: readonly string[]) => lines.filter(line => /^\d{4}-\d\d-\d\d$/.test(line))
    expect(dates(first).at(-1)! <= dates(second)[0]!).toBe(true)
    expect(second).toContain('  bank: declines the card of bob')
  })

  it('batch continues after kill -9 where it was, and then does only what has failed', async () => {
    const folder = newFolder()
    const accounts = { ACCOUNTS: '500' }
    await runDemo('batch', folder, accounts, /■/)
    const printed = await runDemo('batch', folder, accounts)
    expect(printed.filter(line => !line.includes('■'))).toEqual(
      expect.arrayContaining([
        'interest-2026-11-29-1: continues',
        '  498 accounts got their interest, 2 failed',
        'interest-2026-11-29-2: started',
        '  2 accounts got their interest, 0 failed',
      ]),
    )
  })
})
