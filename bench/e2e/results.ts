import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { arch, cpus, release, totalmem, type } from 'node:os'
import { fileURLToPath } from 'node:url'
import { round } from '../measure.ts'
import { comparison, type BoxOptions, type Measured, type MeasuredRow } from './measure-row.ts'
import { rows, type Row } from './rows.ts'

const file = fileURLToPath(new URL('../../RESULTS.md', import.meta.url))

/** A rounded number with a comma after thousands. */
export const number = (value: number): string =>
  round(value).toLocaleString('en-US', { maximumFractionDigits: 3 })

/**
 * Writes `bench/RESULTS.md`. Rows that weren't measured now keep their line, which has the day on which they were. A line has the
 * commit as well, because a later run may replace some rows only.
 */
export function writeResults(measured: readonly MeasuredRow[], options: BoxOptions): string {
  const old = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const lines = rows.map(row => {
    const now = measured.find(each => each.row === row)
    if (now !== undefined) return lineOf(now)
    return old.find(line => line.startsWith(beginOf(row))) ?? `${beginOf(row)} not measured | | | | | | | |`
  })
  const notes = rows.map(row => {
    const now = measured.find(each => each.row === row)
    if (now !== undefined) return noteOf(now, options)
    return old.find(line => line.startsWith(`- ${row.title}: `)) ?? ''
  })
  const text = `# Results of \`npm run bench -- e2e --peers\`

Each row is a closed loop with that many executions in flight, on one machine and in one run. Boxes of time alternate between Reyield and
its peers, and the median counts, after a box that warms up. Commits are synchronous, and all checks and guards of Reyield are on. The
ratio is ours divided by the other one's. For a rate it should be high; for a duration (ms) low.
[How the peers are run](peers/README.md).

| row | Reyield | compared with | ratio | must reach | stretch | | best peer | day, commit |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}

All contenders, with the lowest and highest box:

${notes.filter(note => note !== '').join('\n')}

The last run was on this machine: ${machine()}.
`
  writeFileSync(file, text)
  return file
}

const beginOf = ({ title }: Row) => `| ${title} |`

function lineOf(measured: MeasuredRow): string {
  const { row, ours, at } = measured
  const compared = comparison(measured)
  const cells = [
    `${number(ours.value)} ${row.unit}`,
    compared === undefined ? 'not measured' : `${compared.other.title} ${number(compared.other.value)}`,
    compared === undefined ? '' : `${number(compared.ratio)} x`,
    `${row.must} x`,
    `${row.stretch} x`,
    compared?.verdict ?? '',
    compared === undefined ? '' : `${compared.best.title} ${number(compared.best.value)}`,
    `${at.toISOString().slice(0, 10)}, ${commit()}`,
  ]
  return `${beginOf(row)} ${cells.join(' | ')} |`
}

const noteOf = ({ row, ours, peers }: MeasuredRow, { box, boxes }: BoxOptions) =>
  `- ${row.title}: ${[ours, ...peers].map(each => contenderText(each)).join('; ')} ${row.unit}; ${boxes} boxes of ${box / 1000} s`

/** A contender's figures in words: the median, and in brackets the lowest and the highest box. */
export function contenderText({ title, version, value, boxes }: Measured): string {
  return `${title} ${version}: ${number(value)} (${number(Math.min(...boxes))} to ${number(Math.max(...boxes))})`
}

function machine(): string {
  const all = cpus()
  const gib = Math.round(totalmem() / 2 ** 30)
  return `${all.length} x ${all[0]!.model.trim()} (${arch()}), ${gib} GiB of memory, ${type()} ${release()}, Node ${process.version}`
}

/** The commit that was measured, with a plus if files have changed since. */
function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: fileURLToPath(new URL('.', import.meta.url)), encoding: 'utf8' }).trim()
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no', ':/packages') !== ''
    return git('rev-parse', '--short', 'HEAD') + (changed ? '+' : '')
  } catch {
    return 'unknown'
  }
}
