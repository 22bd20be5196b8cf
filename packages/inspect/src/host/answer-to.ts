import { pathToFileURL } from 'node:url'
import { json, superjson, text } from '@reyield/data'
import type { AnyWorkflow, Serializer } from '@reyield/workflow'
import { replayerOf } from '../code/replayer-of.ts'
import type { Replayer } from '../code/replayer.ts'
import { definitionsIn } from './definitions.ts'
import { ReplayHostFailedError } from './errors.ts'
import { isTypeScript } from './loaders.ts'
import { receivedRun, sentError, type Load, type Request } from './protocol.ts'
import type { HostedDefinition } from './replay-host.ts'

let replayer: Replayer | undefined

/** Answers a request in the host's process. The first one is `load`. */
export async function answerTo(request: Request): Promise<unknown> {
  if (request.do === 'load') return load(request)
  const run = receivedRun(request.run)
  return request.do === 'moment' ? replayer!.moment(run, request.options) : replayer!.check(run)
}

async function load({ workflows, serializer, guards }: Load): Promise<HostedDefinition[]> {
  const files = new Map<AnyWorkflow, string>()
  for (const file of workflows) {
    const found = definitionsIn(await imported(file, 'The workflow module'))
    if (found.length === 0) {
      throw new ReplayHostFailedError(
        `The module ${file} exports no workflow: export what workflow(…) returns, by name, as default, or in a list`,
      )
    }
    for (const one of found) if (!files.has(one)) files.set(one, file)
  }
  replayer = replayerOf([...files.keys()], { serializer: await serializerOf(serializer), guards })
  return [...files].map(([{ name, version, taskList }, file]) => ({
    kind: 'workflow',
    name,
    version,
    taskList,
    file,
  }))
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
