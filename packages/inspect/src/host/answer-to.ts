import { pathToFileURL } from 'node:url'
import { json, superjson, text } from '@reyield/data'
import { writeChecked } from '@reyield/data/internal'
import { sourceText } from '@reyield/replay/where'
import type { AnyWorkflow, Serializer, Signal } from '@reyield/workflow'
import type { TypeView } from '../view/values.ts'
import { MissingDefinitionError } from '../code/errors.ts'
import { replayerOf } from '../code/replayer-of.ts'
import type { Replayer } from '../code/replayer.ts'
import { activityTypesIn } from './activity-types.ts'
import { definitionsIn } from './definitions.ts'
import { ReplayHostFailedError } from './errors.ts'
import { isTypeScript } from './loaders.ts'
import { jsonSchemaOf } from './json-schema.ts'
import type { HostedDefinition, Loaded, WrittenFor } from './loaded.ts'
import { sentError, type Load, type Request } from './protocol.ts'
import { ReceivedRuns } from './sent-runs.ts'

let replayer: Replayer | undefined
let declared: Declared | undefined
const received = new ReceivedRuns()

/** What the modules export. */
interface Declared {
  readonly workflows: readonly AnyWorkflow[]
  readonly signals: readonly Signal<unknown>[]
  readonly serializer: Serializer
}

/** Answers a request in the host's process. The first one is `load`. */
export async function answerTo(request: Request): Promise<unknown> {
  if (request.do === 'load') return load(request)
  if (request.do === 'activityTypes') return activityTypes(request.modules)
  if (request.do === 'source') return sourceText(request.file)
  if (request.do === 'write') return written(request.of, request.value, declared!)
  const run = received.whole(request.run)
  if (request.do === 'moment') return replayer!.moment(run, request.options)
  return request.do === 'check' ? replayer!.check(run) : replayer!.decisions(run, request.task)
}

async function load({ workflows, serializer: named, guards }: Load): Promise<Loaded> {
  const files = new Map<AnyWorkflow, string>()
  const signals = new Map<string, Signal<unknown>>()
  for (const file of workflows) {
    const found = definitionsIn(await imported(file, 'The workflow module'))
    for (const one of found.signals) if (!signals.has(one.signalName)) signals.set(one.signalName, one)
    if (found.workflows.length === 0) {
      throw new ReplayHostFailedError(
        `The module ${file} exports no workflow: export what workflow(…) returns, by name, as default, or in a list`,
      )
    }
    for (const one of found.workflows) if (!files.has(one)) files.set(one, file)
  }
  const serializer = await serializerOf(named)
  replayer = replayerOf([...files.keys()], { serializer, guards })
  declared = { workflows: [...files.keys()], signals: [...signals.values()], serializer }
  return {
    definitions: [...files].map(([workflow, file]) => definitionOf(workflow, file, serializer)),
    signals: declared.signals.map(({ signalName, schema }) => ({
      name: signalName,
      inputSchema: jsonSchemaOf(schema),
    })),
  }
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
  inputSchema: jsonSchemaOf(of.input),
})

/** A value as it's sent: checked by the schema and serialized. */
function written(of: WrittenFor, value: unknown, { workflows, signals, serializer }: Declared) {
  if ('signal' in of) {
    const found = signals.find(({ signalName }) => signalName === of.signal)
    const what = `The input of signal '${of.signal}'`
    return writeChecked(value, found?.serializer ?? serializer, found?.schema, what)
  }
  const { name, version } = of.workflow
  const found = workflows.find(one => one.name === name && one.version === version)
  if (found === undefined) {
    throw new MissingDefinitionError(
      of.workflow,
      workflows.map(one => `${one.name} ${one.version}`),
    )
  }
  return writeChecked(value, found.serializer ?? serializer, found.input, `The input of workflow '${name}'`)
}

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
