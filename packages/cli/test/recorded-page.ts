import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'

/**
 * Runs the commands of a page and compares what they print with the page: in each block after `<!-- output -->`, the lines that begin with
 * `$`. With REYIELD_RECORD=1 the page is written. Returns the number of blocks.
 */
export async function checkPage(page: URL, run: (line: string) => Promise<string>): Promise<number> {
  const text = readFileSync(page, 'utf8')
  const parts = text.split(/(?<=^<!-- output -->\n\n```console\n)([\s\S]*?)(?=^```$)/m)
  for (let i = 1; i < parts.length; i += 2) {
    const printed = []
    // one after another: a command sees what those before it changed
    for (const [, line] of parts[i]!.matchAll(/^\$ (.+)$/gm)) printed.push(`$ ${line}\n${await run(line!)}`)
    parts[i] = printed.join('\n')
  }
  const written = parts.join('')
  if (process.env['REYIELD_RECORD'] === '1') writeFileSync(page, written)
  else expect(written).toBe(text)
  return (parts.length - 1) / 2
}
