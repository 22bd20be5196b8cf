import { pathToFileURL } from 'node:url'
import { json, superjson, text } from '@reyield/data'
import type { AnyWorkflow, Serializer } from '@reyield/workflow'
import type { TypeView } from '../view/values.ts'
import { replayerOf } from '../code/replayer-of.ts'
import type { Replayer } from '../code/replayer.ts'
import { activityTypesIn } from './activity-types.ts'
import { definitionsIn } from './definitions.ts'
import { ReplayHostFailedError } from './errors.ts'
import { isTypeScript } from './loaders.ts'
import type { HostedDefinition, Loaded } from './loaded.ts'
import { receivedRun, sentError, type Load, type Request } from './protocol.ts'

let replayer: Replayer | undefined

/** Answers a request in the host's process. The first one is `load`. */
export async function answerTo(request: Request): Promise<unknown> {
  if (request.do === 'load') return load(request)
  if (request.do === 'activityTypes') return activityTypes(request.modules)
  const run = receivedRun(request.run)
  return request.do === 'moment' ? replayer!.moment(run, request.options) : replayer!.check(run)
}

async function load({ workflows, serializer: named, guards }: Load): Promise<Loaded> {
  const files = new Map<AnyWorkflow, string>()
  const signals = new Set<string>()
  for (const file of workflows) {
    const found = definitionsIn(await imported(file, 'The workflow module'))
    for (const name of found.signals) signals.add(name)
    if (found.workflows.length === 0) {
      throw new ReplayHostFailedError(
        `The module ${file} exports no workflow: export what workflow(…) returns, by name, as default, or in a list`,
      )
    }
    for (const one of found.workflows) if (!files.has(one)) files.set(one, file)
  }
  const serializer = await serializerOf(named)
  replayer = replayerOf([...files.keys()], { serializer, guards })
  const definitions = [...files].map(([workflow, file]) => definitionOf(workflow, file, serializer))
  return { definitions, signals: [...signals] }
}

const definitionOf = (of: AnyWorkflow, file: string, serializer: Serializer): HostedDefinition => ({
  kind: 'workflow',
  name: of.name,
  version: of.version,
  taskList: of.taskList,
  file,
  executionStartToClose: of.executionStartToClose,
  taskStartToClose: of.taskStartToClose,
  childPolicy: of.childPolicy,
  serializer: (of.serializer ?? serializer).name,
  retired: of.retired,
})

async function activityTypes(modules: readonly string[]): Promise<TypeView[]> {
  const found = new Map<string, TypeView>()
  for (const file of modules) {
    for (const type of activityTypesIn(await imported(file, 'The activity module'))) {
      found.set(JSON.stringify([type.name, type.version]), type)
    }
  }
  return [...found.values()]
}

async function imported(file: string, what: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>
  } catch (error) {
    const { name, message, code } = sentError(error)
    const help =
      code === 'ERR_UNKNOWN_FILE_EXTENSION' && isTypeScript(file)
        ? '. Install tsx in its project, or use Node 22.18 or later'
        : ''
    throw new ReplayHostFailedError(`${what} ${file} can't be loaded: ${name}: ${message}${help}`, {
      cause: error,
    })
  }
}

const builtIn: Readonly<Record<string, Serializer>> = { superjson, json, text }

async function serializerOf(name: string): Promise<Serializer> {
  const known = Object.hasOwn(builtIn, name) ? builtIn[name] : undefined
  if (known !== undefined) return known
  const { serializer, default: given = serializer } = await imported(name, "The serializer's module")
  const { serialize, deserialize } = Object(given) as Partial<Serializer>
  if (typeof serialize === 'function' && typeof deserialize === 'function') return given as Serializer
  throw new ReplayHostFailedError(
    `The module ${name} exports no serializer: export an object with serialize and deserialize as default or as 'serializer'`,
  )
}
