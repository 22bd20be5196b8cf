import { parseArgs } from 'node:util'
import type { Demo } from './demo.ts'
import { demos } from './demos.ts'
import { examples, type Example } from './executions.ts'

const usage = `npm start [-- EXAMPLE…] [--db FILE] [--aws] [--domain NAME]

  EXAMPLE        ${Object.keys(examples).join(', ')} (default: all of these),
                 or one of ${Object.keys(demos).join(', ')}
  --db FILE      database of the local SWF (default reyield.sqlite; of subscription, which moves time, subscription.sqlite)
  --aws          use Amazon SWF, with the AWS SDK's region and credentials
  --domain NAME  the SWF domain (default tutorial)
  --help
`

/** Which examples to run, and where. */
export interface StartOptions {
  /** None if a demo runs. */
  readonly examples: readonly (readonly [name: string, example: Example])[]
  readonly demo: Demo | undefined
  /** The database of the local SWF. `undefined`: use Amazon SWF. */
  readonly db: string | undefined
  readonly domain: string
}

/** Reads the command line. Invalid arguments end the process with exit code 2. */
export function startOptions(): StartOptions {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        db: { type: 'string' },
        aws: { type: 'boolean', default: false },
        domain: { type: 'string', default: 'tutorial' },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) {
      process.stdout.write(usage)
      process.exit(0)
    }
    const names = positionals.length > 0 ? positionals : Object.keys(examples)
    const unknown = names.filter(name => !Object.hasOwn(examples, name) && !Object.hasOwn(demos, name))
    if (unknown.length > 0) throw new Error(`No such example: ${unknown.join(', ')}`)
    const alone = names.find(name => Object.hasOwn(demos, name))
    if (alone !== undefined && names.length > 1) throw new Error(`${alone} runs without other examples`)
    const demo = alone === undefined ? undefined : demos[alone]!
    if (demo?.movesTime === true && values.aws) throw new Error(`${alone} moves time, which Amazon SWF can't`)
    if (values.aws && values.db !== undefined)
      throw new Error("--db is for the local SWF and can't be combined with --aws")
    return {
      examples: demo === undefined ? names.map(name => [name, examples[name]!]) : [],
      demo,
      db: values.aws ? undefined : (values.db ?? (demo?.movesTime ? `${alone}.sqlite` : 'reyield.sqlite')),
      domain: values.domain,
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`)
    return process.exit(2)
  }
}
