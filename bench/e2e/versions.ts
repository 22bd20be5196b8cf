import { readFileSync } from 'node:fs'

/** The version in the package.json at this URL. */
export function versionIn(url: URL): string {
  return (JSON.parse(readFileSync(url, 'utf8')) as { version: string }).version
}

/** The version of all packages of Reyield. */
export const ownVersion = (): string => versionIn(new URL('../../package.json', import.meta.url))
