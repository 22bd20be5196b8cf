import type { Rule } from 'eslint'
import type * as ES from 'estree'
import type { File } from '../analysis/file.ts'
import { isTypeOnly, type Binding } from '../analysis/scopes.ts'
import { nameOf } from '../analysis/module.ts'
import type { Node } from '../analysis/node.ts'

const own = '@reyield/workflow'

/** How code calls a function of `@reyield/workflow`, and the fix that imports it if it isn't imported yet. */
export interface ImportedName {
  readonly name: string
  readonly fix: (fixer: Rule.RuleFixer) => Rule.Fix[]
}

/**
 * Makes a function of `@reyield/workflow` available at a node. Undefined if its name means something else there.
 */
export function importName(wanted: string, at: Node, file: File): ImportedName | undefined {
  const { scopes, program } = file.module
  const imports = program.body.filter(
    (one): one is ES.ImportDeclaration =>
      one.type === 'ImportDeclaration' && one.source.value === own && !isTypeOnly(one),
  )
  for (const one of imports.flatMap(({ specifiers }) => specifiers)) {
    const local = one.local.name
    if (isShadowed(scopes.module.names.get(local), local, at, file)) continue
    if (one.type === 'ImportSpecifier' && nameOf(one.imported) === wanted && !isTypeOnly(one))
      return { name: local, fix: () => [] }
    if (one.type === 'ImportNamespaceSpecifier') return { name: `${local}.${wanted}`, fix: () => [] }
  }
  if (isDeclared(wanted, file)) return undefined
  const list = imports.find(({ specifiers }) => specifiers.some(one => one.type === 'ImportSpecifier'))
  const last = list?.specifiers.at(-1)
  if (last !== undefined) return { name: wanted, fix: fixer => [fixer.insertTextAfter(last, `, ${wanted}`)] }
  const [first] = program.body
  if (first === undefined || !program.body.some(one => one.type === 'ImportDeclaration')) return undefined
  const quote = file.text.includes("from '") ? "'" : '"'
  const line = `import { ${wanted} } from ${quote}${own}${quote}\n`
  return { name: wanted, fix: fixer => [fixer.insertTextBefore(first, line)] }
}

/** Whether any scope of the file declares a name. Then a new import could be hidden by it, or collide with it. */
const isDeclared = (name: string, { module }: File): boolean =>
  [...module.scopes.declared.values()].some(binding => binding.name === name)

function isShadowed(imported: Binding | undefined, name: string, _at: Node, { module }: File): boolean {
  return [...module.scopes.declared.values()].some(binding => binding.name === name && binding !== imported)
}
