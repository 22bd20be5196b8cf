import { readFileSync } from 'node:fs'
import { localCatalogue, localWarnings } from '@reyield/local'
import { catalogue } from '@reyield/workflow/internal'
import { expect, it } from 'vitest'

it('docs/errors.md has a section for every code, and none for others', () => {
  const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8')
  const documented = [...page.matchAll(/^### ([A-Z_]+)$/gm)].map(([, code]) => code)
  expect(documented.toSorted()).toEqual(
    [...new Set([catalogue, localCatalogue, localWarnings].flatMap(codes => Object.keys(codes)))].toSorted(),
  )
})
