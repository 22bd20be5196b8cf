import type { Rule } from 'eslint'
import type * as ES from 'estree'
import { activitiesOf, defaultActivityModules, type ActivityNode } from './activity-code.ts'
import { reachesReyield } from './files.ts'
import type { Module } from './module.ts'
import { Modules } from './modules.ts'
import { parserOf } from './parser.ts'
import { Values } from './values.ts'
import { WorkflowCode } from './workflow-code.ts'

/** What the rules know about a file. */
export class File {
  readonly module: Module
  readonly values: Values
  readonly text: string
  readonly #modules: Modules
  readonly #activityModules: readonly string[]
  #workflow: WorkflowCode | undefined
  #activities: readonly ActivityNode[] | undefined

  constructor(modules: Modules, text: string, activityModules: readonly string[]) {
    this.#modules = modules
    this.module = modules.start
    this.values = new Values(modules)
    this.text = text
    this.#activityModules = activityModules
  }

  /** The code that runs again in every replay. */
  get workflow(): WorkflowCode {
    return (this.#workflow ??= new WorkflowCode(this.module, this.values))
  }

  /** The implementations of activities. */
  get activities(): readonly ActivityNode[] {
    return (this.#activities ??= activitiesOf(this.module, this.values, this.#activityModules))
  }

  /** The module that this one imports by a relative path. */
  imported(specifier: string): Module | undefined {
    return this.#modules.imported(this.module, specifier)
  }
}

/** The analysis of each syntax tree. All rules share it. */
const known = new WeakMap<ES.Program, File | undefined>()

/** The analysis of the file that is linted. Undefined if it has nothing to do with Reyield. */
export function fileOf(context: Rule.RuleContext): File | undefined {
  const { sourceCode, filename } = context
  const { ast, text } = sourceCode
  if (known.has(ast)) return known.get(ast)
  let file: File | undefined
  if (reachesReyield(filename, text)) {
    const parse = parserOf(context.languageOptions, filename)
    file = new File(new Modules(filename, ast, parse), text, activityModulesOf(context))
  }
  known.set(ast, file)
  return file
}

/** The globs of modules of activities: the setting `reyield.activityModules`. */
export function activityModulesOf({ settings }: Rule.RuleContext): readonly string[] {
  const { activityModules } = (settings['reyield'] ?? {}) as { activityModules?: readonly string[] }
  return activityModules ?? defaultActivityModules
}
