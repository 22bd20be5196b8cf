import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** In the repository, so that the compiler finds the packages. */
const file = join(fileURLToPath(new URL('.', import.meta.url)), 'printed.ts')

const options: ts.CompilerOptions = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts'], // without the DOM's, which take as long to check as everything else
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
  skipLibCheck: true,
}

/** TypeScript code as JavaScript, to run a printed test. */
export const withoutTypes = (code: string): string =>
  ts.transpileModule(code, { compilerOptions: { target: options.target!, module: ts.ModuleKind.ESNext } })
    .outputText

/** The compiler's errors for the text of a module, each with its line of code. */
export function typeErrors(code: string): string[] {
  const host = ts.createCompilerHost(options)
  const onDisk = ts.createCompilerHost(options)
  // the SDK's types, which are as many as all others, are `any` here: no printed test uses them
  host.fileExists = name =>
    name === file || (!/node_modules.@(aws-sdk|smithy)./.test(name) && onDisk.fileExists(name))
  host.readFile = name => (name === file ? code : readFileSync(name, 'utf8'))
  host.getSourceFile = (name, language, ...more) =>
    name === file ? ts.createSourceFile(name, code, language) : onDisk.getSourceFile(name, language, ...more)
  const program = ts.createProgram([file], options, host)
  const source = program.getSourceFile(file)!
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    ({ messageText, start }) => {
      const { line } = source.getLineAndCharacterOfPosition(start ?? 0)
      return `${ts.flattenDiagnosticMessageText(messageText, '\n')}\n  at ${code.split('\n')[line]}`
    },
  )
}
