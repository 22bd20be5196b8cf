import type { Rule } from 'eslint'
import type * as ES from 'estree'
import { activitiesOf, defaultActivityModules, type ActivityNode } from './activity-code.ts'
import { reachesReyield } from './files.ts'
import { matchesGlob } from './glob.ts'
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
  readonly #activityModules: readonly string[]
  #workflow: WorkflowCode | undefined
  #activities: readonly ActivityNode[] | undefined

  constructor(modules: Modules, activityModules: readonly string[]) {
    this.module = modules.start
    this.values = new Values(modules)
    this.text = modules.start.text
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

  /** Whether a file is a module of activities, by its path. */
  isActivityModule(path: string): boolean {
    return this.#activityModules.some(glob => matchesGlob(path, glob))
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
    file = new File(new Modules(filename, text, ast, parse), activityModulesOf(context))
  }
  known.set(ast, file)
  return file
}

/** The globs of modules of activities: the setting `reyield.activityModules`. */
export function activityModulesOf({ settings }: Rule.RuleContext): readonly string[] {
  const { activityModules } = (settings['reyield'] ?? {}) as { activityModules?: readonly string[] }
  return activityModules ?? defaultActivityModules
}
