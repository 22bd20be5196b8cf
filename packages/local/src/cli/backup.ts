import { backupDatabase } from '../database/backup.ts'
import { databaseFile, text, type Command } from './command.ts'

/** `swf-local backup`: a copy of a database file, also while its server runs. */
export const backup: Command = {
  usage: `swf-local backup --db FILE --to COPY: a checked copy of a database file, also while its server runs
`,
  options: { db: { type: 'string' }, to: { type: 'string' } },
  prepare(given) {
    const db = databaseFile(given, 'backup')
    const copy = text(given, 'to')
    if (copy === undefined || copy === '') throw new Error('backup: give --to COPY')
    return () => {
      backupDatabase(db, copy)
      process.stdout.write(`${copy} is a backup of ${db}\n`)
    }
  },
}
