import { readFileSync } from 'node:fs'
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { beforeAll, expect, it } from 'vitest'
import { packedAll, type PackedAll } from './packed.ts'

let all: PackedAll
beforeAll(async () => {
  all = await packedAll()
}, 120_000)

/**
 * What an ES module that's written for `node16` and later must put up with: TypeScript's `node10` knows no `exports`, and under `node16`
 * CommonJS files can't require it (docs/guide/bundling.md). Programs have no types.
 */
const isIntended = (problem: Problem) =>
  ('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind)) ||
  ('entrypoint' in problem && problem.entrypoint.startsWith('./bin/'))

it('publint and arethetypeswrong find nothing in the tarballs', async () => {
  const found = await Promise.all(
    all.packed.map(async ({ name, file }) => {
      const data = new Uint8Array(readFileSync(file))
      const { messages, pkg } = await publint({ pack: { tarball: data.buffer }, strict: true })
      const types = await checkPackage(createPackageFromTarballData(data))
      return [
        ...messages.map(message => `${name}: ${formatMessage(message, pkg)}`),
        ...('problems' in types ? types.problems : [])
          .filter(problem => !isIntended(problem))
          .map(problem => `${name}: ${JSON.stringify(problem)}`),
      ]
    }),
  )
  expect(found.flat()).toEqual([])
})
