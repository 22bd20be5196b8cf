import type { StartSettings } from '@reyield/client'
import type { ChildPolicy } from '@reyield/workflow'
import type { Given } from '../commands/given.ts'
import { UsageError } from '../errors/usage.ts'

/**
 * The options of a start: `--id`, `--tag`, `--task-list`, `--execution-timeout`, `--task-timeout`, `--child-policy`, `--priority` and
 * `--lambda-role`.
 *
 * @throws UsageError
 */
export function startSettingsOf(given: Given): StartSettings {
  const tags = given.list('tag')
  const [executionStartToClose, taskStartToClose] = [
    given.duration('execution-timeout'),
    given.duration('task-timeout'),
  ]
  return defined({
    workflowId: given.text('id'),
    taskList: given.text('task-list'),
    tags: tags.length === 0 ? undefined : tags,
    executionStartToClose,
    taskStartToClose,
    childPolicy: given.text('child-policy') as ChildPolicy | undefined,
    priority: priorityOf(given),
    lambdaRole: given.text('lambda-role'),
  })
}

function priorityOf(given: Given): number | undefined {
  const text = given.text('priority')
  if (text === undefined) return undefined
  const priority = /^-?\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (Math.abs(priority) <= 2 ** 31 - 1 || priority === -(2 ** 31)) return priority
  throw new UsageError(`--priority is '${text}': expected a whole number from -2147483648 to 2147483647`)
}

type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

const defined = <T extends object>(members: T): Defined<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>
