import { readFileSync } from 'node:fs'

/** The installed version of a package. */
export const versionOf = name =>
  JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version
