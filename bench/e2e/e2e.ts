import { parseArgs } from 'node:util'
import { milliseconds } from '@reyield/workflow'
import { comparison, measureRow, type BoxOptions, type MeasuredRow } from './measure-row.ts'
import { contenderText, number, writeResults } from './results.ts'
import { rows } from './rows.ts'
import { peerNames } from './start-contender.ts'

const help = `npm run bench -- e2e [OPTIONS]: whole executions, closed loop, beside other engines

  --peers      also measures the peers (see bench/peers/README.md)
  --peer NAME  only this peer; can be repeated: ${peerNames.join(', ')}
  --only ROW   only this row; can be repeated: ${rows.map(({ name }) => name).join(', ')}
  --box TIME   the length of a box (default 2s)
  --boxes N    how many boxes count, after one that does not (default 5)
  --write      writes bench/RESULTS.md although only some rows were measured; it keeps the others.
               Without --only, --box and --boxes, it is always written
  --json       prints lines of JSON
`

/** Runs the table of rows, or some of them. Returns the exit status. */
export async function e2e(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(help)
    return 0
  }
  let options
  try {
    options = optionsOf(args)
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${help}`)
    return 2
  }
  const measured: MeasuredRow[] = []
  for (const row of options.rows) {
    const result = await measureRow(row, options)
    measured.push(result)
    console.log(options.json ? JSON.stringify(result) : lineOf(result))
  }
  if (options.write) console.log(`Written: ${writeResults(measured, options)}`)
  return 0
}

function optionsOf(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      peers: { type: 'boolean', default: false },
      peer: { type: 'string', multiple: true, default: [] },
      only: { type: 'string', multiple: true, default: [] },
      box: { type: 'string' },
      boxes: { type: 'string' },
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const unknown = [
    ...values.only.filter(name => !rows.some(row => row.name === name)),
    ...values.peer.filter(name => !peerNames.some(peer => peer === name)),
  ]
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}`)
  const boxes = Number(values.boxes ?? 5)
  if (!Number.isInteger(boxes) || boxes < 1)
    throw new Error(`--boxes is '${values.boxes}': expected a number from 1`)
  const isWhole = values.only.length === 0 && values.box === undefined && values.boxes === undefined
  return {
    box: milliseconds(values.box ?? '2s', '--box'),
    boxes,
    peers: values.peers ? peerNames : peerNames.filter(peer => values.peer.includes(peer)),
    rows: values.only.length === 0 ? rows : rows.filter(({ name }) => values.only.includes(name)),
    write: values.write || isWhole,
    json: values.json,
  } satisfies BoxOptions & Record<string, unknown>
}

function lineOf(measured: MeasuredRow): string {
  const { row, ours, peers } = measured
  const compared = comparison(measured)
  const goals = `must reach ${row.must} x, stretch ${row.stretch} x`
  const verdict =
    compared === undefined
      ? goals
      : `${number(compared.ratio)} x ${compared.other.title} (${goals}): ${compared.verdict}`
  const all = [ours, ...peers].map(each => `\n    ${contenderText(each)}`).join('')
  return `${row.name}: ${number(ours.value)} ${row.unit}; ${verdict}${all}`
}
