import { backupDatabase } from '../database/backup.ts'
import { databaseFile, text, type Command } from './command.ts'

/** `swf-local backup`: copies a database file, also while a server has it open. */
export const backup: Command = {
  usage: `swf-local backup --db FILE --to COPY
                    copies a database file, also while a server has it open, and checks the copy
`,
  options: { db: { type: 'string' }, to: { type: 'string' } },
  prepare(given) {
    const db = databaseFile(given, 'backup')
    const copy = text(given, 'to')
    if (copy === undefined || copy === '') throw new Error('backup needs the name of the copy: --to COPY')
    return () => {
      backupDatabase(db, copy)
      process.stdout.write(`${copy} is a backup of ${db}\n`)
    }
  },
}
