import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

const isTypeScript = (url: string) => /\.[cm]?tsx?$/.test(new URL(url).pathname)

/**
 * Node's options with which a thread can load a module. TypeScript is run by the tsx that is installed for it, and without one by Node itself,
 * if it can. Undefined: the options of this process, which a thread inherits.
 */
export function optionsFor(module: string): readonly string[] | undefined {
  const loader = isTypeScript(module) ? loaderFor(module) : undefined
  return loader === undefined ? undefined : ['--import', loader]
}

/**
 * A module that registers tsx in the thread that imports it. With Node 20, tsx itself doesn't do that in threads, also if the process was
 * started with it.
 */
function loaderFor(url: string): string | undefined {
  const require = createRequire(fileURLToPath(url))
  try {
    const lines = ['tsx/esm/api', 'tsx/cjs/api'].map((name, index) => {
      const entry = pathToFileURL(require.resolve(name).replace(/\.cjs$/, '.mjs')).href
      return `import { register as register${index} } from ${JSON.stringify(entry)}\nregister${index}()`
    })
    return `data:text/javascript,${encodeURIComponent(lines.join('\n'))}`
  } catch {
    return undefined
  }
}
