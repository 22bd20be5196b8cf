import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { currentVersion, isVersion, versionedFiles, withVersion } from '../scripts/versioned.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const current = currentVersion(root)
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const next = '12.34.56-rc.7'

describe('a new version', () => {
  it.each(versionedFiles(root))('changes %s, and nothing but the version', path => {
    const after = withVersion(path, read(path), current, next)
    expect(after).toContain(next)
    expect(withVersion(path, after, next, current)).toBe(read(path))
  })

  it('is that of all packages, and of what they need of each other', () => {
    const wrong = versionedFiles(root)
      .filter(path => path.endsWith('/package.json'))
      .flatMap(path => {
        const manifest = JSON.parse(withVersion(path, read(path), current, next)) as Record<string, object>
        const { name, version, ...lists } = manifest
        const needed = Object.entries({
          ...lists['dependencies'],
          ...lists['devDependencies'],
          ...lists['peerDependencies'],
        })
          .filter(([of]) => /^(@reyield\/|(create-)?reyield$)/.test(of))
          .map(([, of]) => String(of).replace('^', ''))
        const own = path.includes('/template/') ? [] : [version]
        return [...own, ...needed].filter(one => one !== (next as unknown)).map(one => [name, one])
      })
    expect(wrong).toEqual([])
  })

  it.each([
    ['0.2.0', true],
    ['1.0.0-rc.1', true],
    ['v1.0.0', false],
    ['1.0', false],
    ['latest', false],
  ])('may be %s: %s', (text, may) => {
    expect(isVersion(text)).toBe(may)
  })
})
