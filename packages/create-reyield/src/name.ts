/** A name of a package that's taken if the folder's name has nothing that a name may have. */
export const defaultName = 'reyield-app'

/** Names that npm refuses whatever they contain. */
const refused = ['node_modules', 'favicon.ico']

/**
 * The name of the project's package, from the name of its folder: lower case, with only what npm allows. npm can't install a package into
 * one of the same name, so a name that is `taken` gets an ending.
 */
export function packageName(folder: string, taken: readonly string[]): string {
  const name = folder
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '') // é is e and an accent now
    .toLowerCase()
    .replaceAll(/[^a-z0-9._~-]+/g, '-')
    .replaceAll(/^[-._~]+|[-._~]+$/g, '')
    .slice(0, 200)
    .replace(/[-._~]+$/, '')
  if (name === '') return defaultName
  return refused.includes(name) || taken.includes(name) ? `${name}-app` : name
}
