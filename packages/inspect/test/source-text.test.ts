import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { startReplayHost } from '../src/index.ts'
import { startedRun } from './modules.ts'

const built = new URL('../../workflow/dist/index.js', import.meta.url).href
const source = (name: string) => [
  `import { sleep, workflow } from '${built}'`,
  `export default workflow({ name: '${name}', executionStartToClose: '1 day' }, function* (input: string) {`,
  `  yield* sleep('1h') // of the source`,
  `})`,
]
const text = `  yield* sleep('1h') // of the source`
const inSource = ['/order.ts', 3, text]

/** What the map contains, beside the mapping of each line of `order.mjs` to the same line of `order.ts`; and the place that is found. */
const cases: Readonly<
  Record<string, readonly [map: (folder: string, lines: string[]) => object, found: unknown[]]>
> = {
  'the map, if it contains the source': [(_, lines) => ({ sourcesContent: [lines.join('\n')] }), inSource],
  'the map, also if the file was changed after the build': [
    (folder, lines) => {
      writeFileSync(join(folder, 'order.ts'), 'changed\nafter\nthe build\n')
      return { sourcesContent: [lines.join('\r\n')] }
    },
    inSource,
  ],
  'the map, with a folder of sources': [
    (_, lines) => ({ sourcesContent: [lines.join('\n')], sourceRoot: 'src' }),
    ['/src/order.ts', 3, text],
  ],
  'the map, with a URL of sources': [
    (folder, lines) => ({
      sourcesContent: [lines.join('\n')],
      sourceRoot: pathToFileURL(`${folder}/src/`).href,
    }),
    ['/src/order.ts', 3, text],
  ],
  'the file, without the source in the map': [
    (folder, lines) => {
      writeFileSync(join(folder, 'order.ts'), lines.join('\n'))
      return { sourcesContent: [null] }
    },
    inSource,
  ],
  'nowhere, if neither has it': [() => ({}), ['/order.ts', 3, undefined]],
  'nowhere, if the line is too long for people': [
    (_, lines) => ({ sourcesContent: [lines.join('\n').replace('of the source', 'x'.repeat(500))] }),
    ['/order.ts', 3, undefined],
  ],
}

/** Writes a script with a source map in it. */
function written(name: string, map: (folder: string, lines: string[]) => object) {
  const folder = mkdtempSync(join(tmpdir(), 'reyield-'))
  const lines = source(name)
  const mappings = lines.map((_, index) => (index === 0 ? 'AAAA' : 'AACA')).join(';')
  const payload = { version: 3, sources: ['order.ts'], names: [], mappings, ...map(folder, lines) }
  const url = `data:application/json;base64,${Buffer.from(JSON.stringify(payload)).toString('base64')}`
  const file = join(folder, 'order.mjs')
  const script = lines.join('\n').replace(': string', '').replace('of the source', 'of the script')
  writeFileSync(file, `${script}\n//# sourceMappingURL=${url}\n`)
  return { name, folder, file }
}

it('the text of a source line comes from the source map or the file, whether or not Node maps stacks', async () => {
  const scripts = Object.entries(cases).map(([name, [map]]) => written(name, map))
  const env = { ...process.env, NODE_OPTIONS: '--enable-source-maps' }
  const host = startReplayHost({ workflows: scripts.map(({ file }) => file), timeout: '60s', env })
  const found: Record<string, unknown[]> = {}
  for (const { name, folder } of scripts) {
    const { branches } = await host.moment(startedRun('x', [], name))
    const { file, line, text } = branches[0]!.lines[0]!
    found[name] = [file.replace(folder, ''), line, text]
  }
  await host.close()
  expect(found).toEqual(Object.fromEntries(Object.entries(cases).map(([name, [, place]]) => [name, place])))
})
