import { existsSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { ConfigError } from '../errors/config.ts'

const magic = /[*?{[]/

/**
 * The files that paths and globs stand for, in alphabetical order. `*` and `?` stay within a folder, `**` doesn't, and `{a,b}` are
 * alternatives. Declaration files and `node_modules` are left out.
 *
 * @throws ConfigError (CONFIG_INVALID) for a path or a glob that no file matches
 */
export function filesOf(patterns: readonly string[], member: string): string[] {
  const files = new Set<string>()
  for (const pattern of patterns) {
    const found = existsSync(pattern) ? [pattern] : magic.test(pattern) ? matching(pattern) : []
    if (found.length === 0)
      throw new ConfigError(
        `No file of ${member} is at '${pattern}'. Paths are relative to the configuration file`,
      )
    for (const file of found) files.add(file)
  }
  return [...files].sort()
}

function matching(pattern: string): string[] {
  const parts = pattern.split(/[\\/]/)
  const first = parts.findIndex(part => magic.test(part))
  const folder = parts.slice(0, first).join(sep) || sep
  if (!existsSync(folder)) return []
  const wanted = expressionOf(parts.slice(first).join('/'))
  const deep = parts.slice(first, -1).length > 0
  return filesBelow(folder, deep).filter(
    file => wanted.test(relative(folder, file).split(sep).join('/')) && !/[.]d[.][cm]?ts$/.test(file),
  )
}

function filesBelow(folder: string, deep: boolean): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return deep && entry.name !== 'node_modules' ? filesBelow(path, deep) : []
    return [path]
  })
}

function expressionOf(glob: string): RegExp {
  const source = glob.replaceAll(/\*\*\/|\*\*|\*|\?|\{[^}]*\}|\[[^\]]*\]|[.+^$()|\\\]}]/g, part => {
    if (part === '**/') return '(?:[^/]+/)*'
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    if (part === '?') return '[^/]'
    if (part.startsWith('{')) return `(?:${part.slice(1, -1).split(',').map(escaped).join('|')})`
    if (part.startsWith('[')) return part.replace(/^\[!/, '[^')
    return `\\${part}`
  })
  return new RegExp(`^${source}$`, 'u')
}

const escaped = (text: string) =>
  text.replaceAll(/[.+^$()|[\]{}\\/?*]/g, part =>
    part === '*' ? '[^/]*' : part === '?' ? '[^/]' : `\\${part}`,
  )
