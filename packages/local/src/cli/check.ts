import { checkDatabase } from '../database/check.ts'
import { databaseFile, type Command } from './command.ts'

/** `swf-local check`: checks a database file for damage. */
export const check: Command = {
  usage: `swf-local check --db FILE
                    checks a database file for damage; exits with 0 if it is healthy, with 1 if it is damaged
`,
  options: { db: { type: 'string' } },
  prepare(given) {
    const db = databaseFile(given, 'check')
    return () => {
      const { intact, until, problems, notes } = checkDatabase(db)
      const time = until === undefined ? '' : `, written until ${new Date(until).toISOString()}`
      for (const remark of notes) process.stdout.write(`note: ${remark}\n`)
      for (const problem of problems) process.stdout.write(`damaged: ${problem}\n`)
      process.stdout.write(
        `${problems.length === 0 ? 'healthy' : 'damaged'}: ${intact} rows are intact${time}\n`,
      )
      if (problems.length > 0) process.exitCode = 1
    }
  },
}
