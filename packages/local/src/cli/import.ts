import { readFileSync } from 'node:fs'
import { importHistories } from '../database/history-files.ts'
import { checkedRegion } from '../model/regions.ts'
import { databaseFile, text, type Command } from './command.ts'

/** `swf-local import`: creates a database file from histories. */
export const importCommand: Command = {
  usage: `swf-local import --db NEWFILE [--region REGION] [--domain DOMAIN] FILE…
                    creates a database file from histories that were exported, or saved with the AWS CLI
`,
  options: { db: { type: 'string' }, region: { type: 'string' }, domain: { type: 'string' } },
  files: 'FILE…',
  prepare(given) {
    const db = databaseFile(given, 'import')
    const domain = text(given, 'domain')
    const region = text(given, 'region')
    if (region !== undefined) checkedRegion(region)
    const defaults = { ...(domain !== undefined && { domain }), ...(region !== undefined && { region }) }
    return () => {
      const read = given.files.flatMap(file => JSON.parse(readFileSync(file, 'utf8')) as unknown)
      importHistories(db, read, defaults)
      process.stdout.write(`${read.length} ${read.length === 1 ? 'history' : 'histories'} imported\n`)
    }
  },
}
