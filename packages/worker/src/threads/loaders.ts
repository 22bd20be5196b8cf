import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

const isTypeScript = (url: string) => /\.[cm]?tsx?$/.test(new URL(url).pathname)

/**
 * Node's options with which a thread can load a module. TypeScript is run by the tsx that is installed for it, and without one by Node itself,
 * if it can. Undefined: the options of this process, which a thread inherits.
 */
export function optionsFor(module: string, serializer?: string): readonly string[] | undefined {
  if (!isTypeScript(module) && !(serializer !== undefined && isTypeScript(serializer))) return undefined
  const [loader] = [fileURLToPath(module), ...tsxOfProcess()].flatMap(path => loaderFor(path) ?? [])
  return loader === undefined ? undefined : ['--enable-source-maps', '--import', loader]
}

/** The file of the tsx that this process was started with, as by `reyield dev`. */
const tsxOfProcess = (): string[] =>
  process.execArgv.flatMap(option => {
    const url = /file:\S+\/tsx\/dist\/\S+/.exec(option)?.[0]
    return url === undefined ? [] : [fileURLToPath(url)]
  })

/**
 * A module that registers tsx in the thread that imports it. With Node 20, tsx itself doesn't do that in threads, also if the process was
 * started with it.
 */
function loaderFor(path: string): string | undefined {
  const require = createRequire(path)
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
