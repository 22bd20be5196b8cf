import { domainKey, executionKey } from '../machine/keys.ts'
import type { Transaction } from '../machine/transaction.ts'

/** The table of format 1, as it follows `CREATE TABLE`. */
export const tableOfFormat1 = `log (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL)`

/**
 * Converts a transaction from format 1 to format 2. Format 1 had no regions, so all its transactions are assigned to one.
 *
 * | about        | format 1                          | format 2                                                    |
 * | ------------ | --------------------------------- | ----------------------------------------------------------- |
 * | an execution | `<domain>/<workflow id>/<run id>` | `<region>/<domain>/<encoded workflow id>/<run id>`          |
 * | a domain     | `<domain>`                        | `<region>/<domain>`                                         |
 * | a type       | `<domain>/<name>/<version>`       | `<region>/<domain>/<name>/<version>`                        |
 */
export function upgraded(transaction: Transaction, region: string): Transaction {
  return { ...transaction, key: keyOfFormat2(transaction, region) }
}

function keyOfFormat2({ kind, key, events }: Transaction, region: string): string {
  const aboutExecution = events !== undefined || kind === 'heartbeat' || kind === 'dropped'
  if (!aboutExecution) return domainKey({ region, name: key })
  // in format 1, workflow ids contain no slash, but run ids do
  const [name = '', workflowId = '', ...runId] = key.split('/')
  return executionKey({ domain: { region, name }, workflowId, runId: runId.join('/') })
}
