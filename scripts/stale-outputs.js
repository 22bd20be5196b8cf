import { existsSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** The paths of all files below a folder, with `/`. None if there is no folder. */
export const filesBelow = folder =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
        .toSorted()
    : []

/** What the compiler writes for a source file. */
const output = /(\.js|\.js\.map|\.d\.ts|\.d\.ts\.map)$/

/** The files of `dist` whose source in `src` is gone. The compiler never removes them. */
export const staleOutputs = (outputs, sources) =>
  outputs.filter(
    file =>
      file !== '.tsbuildinfo' &&
      !(output.test(file) && sources.has(file.replace(output, '.ts')) && !/\.(test|suite)\./.test(file)),
  )
