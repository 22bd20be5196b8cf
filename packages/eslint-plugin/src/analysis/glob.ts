const patterns = new Map<string, RegExp>()

/**
 * Whether a path matches a glob with `*`, `**`, `?` and `{a,b}`. A relative glob matches the end of the path, as in `.gitignore` files:
 * `src/steps/*` matches `/home/ann/shop/src/steps/ship.ts`.
 */
export function matchesGlob(path: string, glob: string): boolean {
  let pattern = patterns.get(glob)
  if (pattern === undefined) {
    pattern = patternOf(glob)
    patterns.set(glob, pattern)
  }
  return pattern.test(path.replaceAll('\\', '/'))
}

function patternOf(glob: string): RegExp {
  const parts = glob.matchAll(/\*\*\/|\*\*|\*|\?|\{[^}]*\}|[^*?{]+|\{/g)
  const source = [...parts].map(([part]) => {
    if (part === '**/') return '(?:.*/)?'
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    if (part === '?') return '[^/]'
    if (part.length > 1 && part.startsWith('{'))
      return `(?:${part.slice(1, -1).split(',').map(escaped).join('|')})`
    return escaped(part)
  })
  return new RegExp(`${glob.startsWith('/') ? '^' : '(?:^|/)'}${source.join('')}$`)
}

const escaped = (text: string) => text.replaceAll(/[.+^$()|[\]\\{}]/g, '\\$&')
