import * as typescriptParser from '@typescript-eslint/parser'
import ts from 'typescript'
import type { ReyieldRule } from '../src/rule.ts'
import { testRule, type Wrong } from './rule-cases.ts'

/** What the cases need of `@reyield/workflow`, with few types, so that a program of many cases is made quickly. */
const declarations = `
declare module '@reyield/workflow' {
  export interface Operation<T> { [Symbol.iterator](): Iterator<unknown, T, unknown> }
  export function activities<M>(options: object): { [K in keyof M]: M[K] extends (x: infer I) => infer R ? (x: I) => Operation<Awaited<R>> : never }
  export function workflow<I, R>(options: object, run: (input: I) => Generator<unknown, R, unknown>): { input: I; result: R }
  export function child<I>(definition: { input: I }, input: I): Operation<unknown>
  export function continueAsNew(input: unknown): Operation<never>
  export function status(value: unknown): Operation<void>
  export function signalExternal(to: object, name: string, value: unknown): Operation<void>
  export function sleep(x: unknown): Operation<void>
}
declare module '@reyield/worker' {
  export function createWorker(options: object): void
}
`

/** Runs cases with type information: one program has a file for each. */
export function testTypedRule(
  rule: ReyieldRule,
  right: Readonly<Record<string, string>>,
  wrong: Readonly<Record<string, readonly [code: string, ...errors: string[]]>>,
): void {
  const files = new Map([['/cases/reyield.d.ts', declarations]])
  const add = (code: string) => {
    const filename = `/cases/${files.size}.ts`
    files.set(filename, code)
    return { code, filename }
  }
  const cases = {
    right: Object.fromEntries(Object.entries(right).map(([name, code]) => [name, add(code)])),
    wrong: Object.fromEntries(
      Object.entries(wrong).map(([name, [code, ...errors]]): [string, Wrong] => [
        name,
        { ...add(code), errors },
      ]),
    ),
  }
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [],
    strict: true,
  }
  const disk = ts.createCompilerHost(options)
  const host: ts.CompilerHost = {
    ...disk,
    getSourceFile: (name, language) =>
      files.has(name)
        ? ts.createSourceFile(name, files.get(name)!, language, true)
        : disk.getSourceFile(name, language),
    fileExists: name => files.has(name) || disk.fileExists(name),
    readFile: name => files.get(name) ?? disk.readFile(name),
  }
  const program = ts.createProgram([...files.keys()], options, host)
  testRule(rule, cases, { parser: typescriptParser, parserOptions: { programs: [program] } })
}
