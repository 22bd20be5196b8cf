import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { mutantPlugin, mutants } from './mutants.ts'

const sourceOf = (file: string) => readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8')

it('every mutant changes the engine in exactly one place, also after files were moved or names changed', () => {
  const places = mutants.map(({ name, file, from }) => [name, sourceOf(file).split(from).length - 1])
  expect(places).toEqual(mutants.map(({ name }) => [name, 1]))
})

it('every mutant is a different change, and none is lost', () => {
  const changed = mutants.map(({ file }, number) => {
    const id = `/packages/replay/src/${file}`
    return `${file}: ${mutantPlugin(number).transform(sourceOf(file), id)}`
  })
  expect(new Set(changed).size).toBe(mutants.length)
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
  expect(mutants.length).toBeGreaterThanOrEqual(46)
})
