import { InvalidLockfileError } from '../../errors/lockfile.ts'

/** What `reyield.lock.json` contains (docs/internals/formats.md). Members that this version doesn't know are kept. */
export interface Lock {
  /** In the order in which they were locked. The last one is what is deployed. */
  readonly builds: readonly LockedBuild[]
  readonly accepted: readonly Accepted[]
}

/** A build as it was at its release. */
export interface LockedBuild {
  readonly id: string
  readonly workflows: readonly LockedWorkflow[]
  /** The names of exported signals. */
  readonly signals: readonly string[]
  /** `<name>@<version>` of the implemented activities. Empty if none are configured. */
  readonly activities: readonly string[]
}

/** A workflow type of a build. */
export interface LockedWorkflow {
  readonly name: string
  readonly version: string
  /** What SWF has registered for the type, by SWF's names without the word default. Durations in seconds. */
  readonly defaults: Readonly<Record<string, string>>
  /** The name of its serializer. */
  readonly serializer: string
  /** Ids of `patched(…)` that its histories have come to. */
  readonly patches: readonly string[]
  readonly retired: readonly string[]
  /** `<name>@<version>` of the activities that its histories have scheduled. */
  readonly activities: readonly string[]
  /** How many histories the other file has of it. */
  readonly histories: number
}

/** A statement that nothing is open of what a build has started. */
export interface Accepted {
  /** `<name>@<version>`. */
  readonly workflow: string
  readonly builds: readonly string[]
  readonly reason: string
}

/** The name of a type in the files and in messages. */
export const typeName = ({
  name = '',
  version = '',
}: {
  readonly name?: string | undefined
  readonly version?: string | undefined
}): string => `${name}@${version}`

/** Whether somebody has stated that nothing is open of a type that a build has started. */
export const isAccepted = ({ accepted }: Lock, workflow: string, build: string): boolean =>
  accepted.some(each => each.workflow === workflow && each.builds.includes(build))

const version = 1

/** The text of the file. It only depends on the lock. */
export function lockText(lock: Lock): string {
  const { builds, accepted, ...others } = lock
  return `${JSON.stringify({ ...others, reyield: 'lock', version, builds, accepted }, undefined, 2)}\n`
}

/**
 * Reads the text of the file.
 *
 * @throws InvalidLockfileError (LOCKFILE_INVALID)
 */
export function readLock(text: string, file: string): Lock {
  let lock: Partial<Lock> & { readonly reyield?: unknown; readonly version?: unknown }
  try {
    lock = JSON.parse(text) as typeof lock
  } catch (error) {
    throw new InvalidLockfileError(
      `The lock isn't JSON: ${file}. If it has conflicts of a merge, take one side of both files, and lock the other build again`,
      { cause: error },
    )
  }
  if (lock?.reyield !== 'lock' || typeof lock.version !== 'number') {
    throw new InvalidLockfileError(`The file is no lock: ${file}. Expected what reyield lock has written`)
  }
  if (lock.version > version) {
    throw new InvalidLockfileError(
      `The lock has the format ${lock.version}, and this version of reyield knows ${version}: ${file}. Install a later version`,
    )
  }
  if (!isList(lock.builds, isBuild) || !isList(lock.accepted, isStatement)) {
    throw new InvalidLockfileError(
      `The lock was changed or is damaged: ${file}. Restore it from version control`,
    )
  }
  return lock as Lock
}

const isText = (value: unknown) => typeof value === 'string'

const isList = (value: unknown, isItem: (item: never) => boolean): boolean =>
  Array.isArray(value) && value.every(each => each !== null && isItem(each as never))

const isBuild = ({ id, workflows, signals, activities }: Partial<LockedBuild>): boolean =>
  isText(id) && isList(workflows, isWorkflow) && isList(signals, isText) && isList(activities, isText)

const isWorkflow = (of: Partial<LockedWorkflow>): boolean =>
  [of.name, of.version, of.serializer].every(isText) &&
  [of.patches, of.retired, of.activities].every(each => isList(each, isText)) &&
  typeof of.defaults === 'object' &&
  of.defaults !== null &&
  Number.isSafeInteger(of.histories)

const isStatement = ({ workflow, builds, reason }: Partial<Accepted>): boolean =>
  isText(workflow) && isText(reason) && isList(builds, isText)
