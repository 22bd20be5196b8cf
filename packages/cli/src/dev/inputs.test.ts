import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { inputFiles, readInput } from './inputs.ts'

const folder = mkdtempSync(join(tmpdir(), 'reyield-inputs-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (text: string): string => {
  const path = join(folder, 'tea.json5')
  writeFileSync(path, text)
  return path
}

it('reads a saved input', () => {
  const path = file(
    "{ workflow: 'order@2.0', id: 'order-7', tags: ['web'], input: { item: 'tea' } } // the usual",
  )
  expect(readInput(path)).toEqual({
    name: 'tea',
    workflow: 'order@2.0',
    id: 'order-7',
    tags: ['web'],
    input: { item: 'tea' },
  })
  expect(readInput(file("{ workflow: 'order' }"))).toEqual({
    name: 'tea',
    workflow: 'order',
    id: undefined,
    tags: [],
    input: undefined,
  })
  expect(inputFiles(folder)).toEqual([path])
})

it('finds no files if there is no folder', () => {
  expect(inputFiles(join(folder, 'gone'))).toEqual([])
})

it.each([
  [
    'text that is no JSON5',
    "{ workflow: 'order', card: 4711",
    /it can't be read \(not JSON5, line 1, column 32\)/,
  ],
  ['no object', '7', /it contains no object/],
  ['no workflow', '{ input: 1 }', /its member workflow is no text/],
  ['another member', "{ workflow: 'order', inputs: 1 }", /it has the member inputs, did you mean input\?/],
  ['an id that is no text', "{ workflow: 'order', id: 7 }", /its member id is no text/],
  [
    'tags that are no list of texts',
    "{ workflow: 'order', tags: 'web' }",
    /its member tags is no list of texts/,
  ],
])('refuses a file with %s', (_, text, message) => {
  expect(() => readInput(file(text))).toThrow(
    expect.objectContaining({
      code: 'USAGE_INVALID',
      message: expect.stringMatching(message) as string,
    }) as Error,
  )
})
