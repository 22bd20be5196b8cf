import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

/** The most characters of a task list's name. */
const longest = 256

/**
 * Returns a name for the task list of one worker alone. It begins with the common list and says which process it is, for people who
 * read histories. A later process never has the same name, even with the same process id.
 */
export function ownTaskList(common: string): string {
  const owner = `~${`${hostname()}-${process.pid}`.replace(/[^\w.-]/g, '_').slice(-64)}-${randomUUID().slice(0, 13)}`
  return `${common.slice(0, longest - owner.length)}${owner}`
}
