import { readdirSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import json5 from 'json5'
import { UsageError } from '../errors/usage.ts'
import { nearest } from '../near/distance.ts'

/** A file from which an execution is started. */
export interface SavedInput {
  /** The name of the file, without its ending. */
  readonly name: string
  /** The type: NAME or NAME@VERSION. */
  readonly workflow: string
  /** The workflow id. Default: the name and a random UUID. */
  readonly id: string | undefined
  readonly tags: readonly string[]
  /** Undefined for no input. */
  readonly input: unknown
}

const members = ['workflow', 'id', 'tags', 'input'] as const

/** The files of saved inputs in a folder, in alphabetical order. None if there is no folder. */
export function inputFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter(file => /\.json5?$/.test(file))
      .sort()
      .map(file => join(folder, file))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** The name of a saved input. */
export const inputName = (file: string): string => basename(file, extname(file))

/**
 * Reads a saved input.
 *
 * @throws UsageError (USAGE_INVALID) if it isn't one
 */
export function readInput(file: string): SavedInput {
  const wrong = (what: string) =>
    new UsageError(`${file} is no saved input: ${what}. Expected was: { workflow: 'order', input: { … } }`)
  let value: unknown
  try {
    value = json5.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw wrong(`it can't be read (${reasonOf(error)})`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong('it contains no object')
  for (const name of Object.keys(value)) {
    if (members.some(member => member === name)) continue
    const [near] = nearest(name, members)
    throw wrong(`it has the member ${name}${near === undefined ? '' : `, did you mean ${near}?`}`)
  }
  const { workflow, id, tags = [], input } = value as Record<(typeof members)[number], unknown>
  if (typeof workflow !== 'string' || workflow === '') throw wrong('its member workflow is no text')
  if (id !== undefined && typeof id !== 'string') throw wrong('its member id is no text')
  if (!Array.isArray(tags) || !tags.every(tag => typeof tag === 'string'))
    throw wrong('its member tags is no list of texts')
  return { name: inputName(file), workflow, id, tags, input }
}

/** Why a file can't be parsed, without its text. */
function reasonOf(error: unknown): string {
  const { code, lineNumber, columnNumber } = error as {
    readonly code?: string
    readonly lineNumber?: number
    readonly columnNumber?: number
  }
  return lineNumber === undefined ? String(code) : `not JSON5, line ${lineNumber}, column ${columnNumber}`
}
