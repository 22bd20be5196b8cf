import { superjson } from '@reyield/data'
import { exportedFunctions } from '@reyield/worker'
import {
  DuplicateDefinitionError,
  type AnySchema,
  type AnyWorkflow,
  type Serializer,
} from '@reyield/workflow'
import { checkName } from '@reyield/workflow/internal'
import { MissingMockError } from '../simulator/errors.ts'
import type { MockSet, SimulationOptions } from '../simulator/options.ts'
import type { AnyMockFunction, Mock } from './mock.ts'

/** A mock with everything that calling it needs. */
export interface ResolvedMock {
  readonly run: AnyMockFunction
  readonly serializer: Serializer
  /** The schema of the input. */
  readonly schema?: AnySchema | undefined
}

/** `version` undefined: any version. */
interface TypeRef {
  readonly name: string
  readonly version: string | undefined
}

/** Looks up mocks. Each method throws MissingMockError (MOCK_MISSING) if there is none. */
export interface MockTable {
  readonly serializer: Serializer
  activity(type: TypeRef, id: string): ResolvedMock
  /** The mock of a child, or its definition if it is run for real. */
  child(type: TypeRef, workflowId: string): ResolvedMock | { readonly workflow: AnyWorkflow }
  lambda(name: string, id: string): AnyMockFunction
}

/** The mocks of the options. */
export function mockTable(options: SimulationOptions, workflow: AnyWorkflow): MockTable {
  const { schemas = {}, lambdas = {}, serializer = superjson } = options
  const activities = checked('activity', listOf(options.activities))
  const children = checked('workflow', listOf(options.children))
  const find = <T extends TypeLike>(list: readonly T[], { name, version }: TypeRef) =>
    list.find(one => one.name === name && (version === undefined || (one.version ?? version) === version))
  const resolved = ({ run, serializer: own }: Mock): ResolvedMock => ({
    run,
    serializer: own ?? workflow.serializer ?? serializer,
  })
  return {
    serializer,
    activity(type, id) {
      const { name, version } = type
      const found: Mock | undefined = find(activities, type)
      const asked = `Activity '${name}' ${version} (id '${id}')`
      if (found === undefined) throw new MissingMockError('activities', asked, name, names(activities))
      return { ...resolved(found), schema: Object.hasOwn(schemas, name) ? schemas[name] : undefined }
    },
    child(type, workflowId) {
      const { name, version } = type
      const found = find(children, type)
      const asked = `Child workflow '${name}' ${version} (workflow id '${workflowId}')`
      if (found === undefined) throw new MissingMockError('children', asked, name, names(children))
      return isWorkflow(found) ? { workflow: found } : resolved(found)
    },
    lambda(name, id) {
      const found = lambdas[name]
      const asked = `Lambda function '${name}' (id '${id}')`
      if (found === undefined) throw new MissingMockError('lambdas', asked, name, Object.keys(lambdas))
      return found
    },
  }
}

interface TypeLike {
  readonly name: string
  readonly version?: string | undefined
}

const names = (list: readonly TypeLike[]) => list.map(({ name }) => name)

const isWorkflow = (value: unknown): value is AnyWorkflow =>
  typeof value === 'object' && value !== null && 'executionStartToClose' in value && 'run' in value

/** A module may export more than functions. */
function listOf(given: MockSet<AnyWorkflow> = []): readonly (Mock | AnyWorkflow)[] {
  if (Array.isArray(given)) return given as readonly (Mock | AnyWorkflow)[]
  return [...Object.values(given).filter(isWorkflow), ...exportedFunctions(given)]
}

/** Checks the names as a worker does: valid for SWF, and each type only once. */
function checked<T extends TypeLike>(kind: 'activity' | 'workflow', list: readonly T[]): readonly T[] {
  const seen = new Set<string>()
  for (const { name, version } of list) {
    checkName(name, `The ${kind}'s name`)
    if (version !== undefined) checkName(version, `The version of ${kind} '${name}'`, 64)
    const key = JSON.stringify([name, version])
    if (seen.has(key)) throw new DuplicateDefinitionError(kind, name, version ?? '1.0')
    seen.add(key)
  }
  return list
}
