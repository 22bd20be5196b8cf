import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the template: a project like any other, apart from names that npm would leave out of a package. */
export const templateFolder = fileURLToPath(new URL('../template', import.meta.url))

/** What is there if somebody has worked in the template's folder itself. */
const notOurs = ['node_modules', 'dist', 'package-lock.json']

/**
 * npm leaves `.gitignore` out of packages, so the template has another name for it. So it has for `.oxlintrc.json`, which would replace this
 * repository's own in the template's folder.
 */
const renamed: Readonly<Record<string, string>> = {
  _gitignore: '.gitignore',
  '_oxlintrc.json': '.oxlintrc.json',
}

/** The files of the template: their paths in a project, with `/`, and what they contain. */
export function templateFiles(): Map<string, string> {
  const files = new Map<string, string>()
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(templateFolder, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (notOurs.includes(path)) continue
      if (entry.isDirectory()) visit(path)
      else files.set(renamed[path] ?? path, readFileSync(join(templateFolder, path), 'utf8'))
    }
  }
  visit('')
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
