import { exportHistories } from '../database/history-files.ts'
import { salvageHistories } from '../database/salvage.ts'
import { databaseFile, text, type Command } from './command.ts'

/** `swf-local export`: writes the histories in a database file to standard output. */
export const exportCommand: Command = {
  usage: `swf-local export --db FILE [--region REGION] [--domain DOMAIN] [--workflow-id ID] [--run-id ID] [--salvage]
                    writes the histories in a database file to standard output, as JSON
                    --salvage: reads what is intact in a damaged file, and reports on standard error what it leaves out
`,
  options: {
    db: { type: 'string' },
    region: { type: 'string' },
    domain: { type: 'string' },
    'workflow-id': { type: 'string' },
    'run-id': { type: 'string' },
    salvage: { type: 'boolean', default: false },
  },
  prepare(given) {
    const db = databaseFile(given, 'export')
    const filter = {
      region: text(given, 'region'),
      domain: text(given, 'domain'),
      workflowId: text(given, 'workflow-id'),
      runId: text(given, 'run-id'),
    }
    return () => {
      const { histories, leftOut } =
        given.values.salvage === true
          ? salvageHistories(db, filter)
          : { histories: exportHistories(db, filter), leftOut: [] }
      for (const line of leftOut) process.stderr.write(`left out: ${line}\n`)
      process.stdout.write(`${JSON.stringify(histories, undefined, 2)}\n`)
    }
  },
}
