import { compactDatabase } from '../database/compact.ts'
import { databaseFile, type Command } from './command.ts'

/** `swf-local compact`: makes a database file smaller. */
export const compact: Command = {
  usage: `swf-local compact --db FILE
                    makes a database file smaller; no server may have it open
`,
  options: { db: { type: 'string' } },
  prepare(given) {
    const db = databaseFile(given, 'compact')
    return () => {
      const { before, after } = compactDatabase(db)
      process.stdout.write(`${db}: ${before} bytes before, ${after} bytes now\n`)
    }
  },
}
