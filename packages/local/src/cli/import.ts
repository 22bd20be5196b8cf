import { readFileSync } from 'node:fs'
import { importHistories } from '../history-files.ts'
import { databaseFile, text, type Command } from './command.ts'

/** `swf-local import`: makes a database file of histories. */
export const importCommand: Command = {
  usage: `swf-local import --db NEWFILE [--domain D] FILE…: a database file made of histories (exported, or those of the aws cli)
`,
  options: { db: { type: 'string' }, domain: { type: 'string' } },
  files: 'FILE…',
  prepare(given) {
    const db = databaseFile(given, 'import')
    const domain = text(given, 'domain')
    return () => {
      const read = given.files.flatMap(file => JSON.parse(readFileSync(file, 'utf8')) as unknown)
      importHistories(db, read, domain === undefined ? {} : { domain })
      process.stdout.write(`${read.length} imported\n`)
    }
  },
}
