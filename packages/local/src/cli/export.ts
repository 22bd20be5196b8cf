import { exportHistories } from '../history-files.ts'
import { databaseFile, text, type Command } from './command.ts'

/** `swf-local export`: the histories in a database file, on the standard output. */
export const exportCommand: Command = {
  usage: `swf-local export --db FILE [--region R] [--domain D] [--workflow-id W] [--run-id R]: the histories in a database file, as JSON
`,
  options: {
    db: { type: 'string' },
    region: { type: 'string' },
    domain: { type: 'string' },
    'workflow-id': { type: 'string' },
    'run-id': { type: 'string' },
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
      process.stdout.write(`${JSON.stringify(exportHistories(db, filter), undefined, 2)}\n`)
    }
  },
}
