import type * as ES from 'estree'
import { fileAt, isRelative, limits, resolveRelative, textOf } from './files.ts'
import { Module } from './module.ts'
import type { Parse } from './parser.ts'

interface Kept {
  readonly modified: number
  readonly parse: Parse
  readonly module: Module | undefined
}

/** Parsed files by their paths, for all files that import them. */
const kept = new Map<string, Kept>()

/** The file that is linted, and the files that it imports, at most 5 deep and 200 in number. */
export class Modules {
  readonly start: Module
  readonly #parse: Parse
  readonly #depths = new Map<Module, number>()
  readonly #loaded = new Map<string, Module | undefined>()

  constructor(path: string, text: string, program: ES.Program, parse: Parse) {
    this.start = new Module(path, text, program)
    this.#parse = parse
    this.#depths.set(this.start, 0)
    this.#loaded.set(path, this.start)
  }

  /** The module that a module imports by a relative path. Undefined if it isn't found, can't be parsed, or is beyond the limits. */
  imported(from: Module, specifier: string): Module | undefined {
    if (!isRelative(specifier)) return undefined
    const depth = this.#depths.get(from)! + 1
    if (depth > limits.depth) return undefined
    const path = resolveRelative(from.path, specifier)
    if (path === undefined) return undefined
    if (!this.#loaded.has(path)) {
      if (this.#loaded.size > limits.files) return undefined
      this.#loaded.set(path, load(path, this.#parse))
    }
    const module = this.#loaded.get(path)
    if (module !== undefined && (this.#depths.get(module) ?? Infinity) > depth)
      this.#depths.set(module, depth)
    return module
  }
}

function load(path: string, parse: Parse): Module | undefined {
  const file = fileAt(path)
  if (file === undefined) return undefined
  const before = kept.get(path)
  if (before !== undefined && before.modified === file.modified && before.parse === parse)
    return before.module
  const text = textOf(path)
  const program = text === undefined ? undefined : parse(path, text)
  const module = program === undefined ? undefined : new Module(path, text!, program)
  kept.set(path, { modified: file.modified, parse, module })
  return module
}
