import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const file = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

test('the committed files are those that are generated from the API model', async () => {
  const script = '../scripts/generate-model.js'
  const { generate } = (await import(script)) as { generate: (model: unknown) => Map<string, string> }
  for (const [name, text] of generate(JSON.parse(file('model/service-2.json')))) {
    expect(file(`src/model/generated/${name}`)).toBe(text)
  }
})
