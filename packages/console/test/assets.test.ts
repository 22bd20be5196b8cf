import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const assets = join(import.meta.dirname, '../assets')
const html = readFileSync(join(assets, 'index.html'), 'utf8') // built by `npm run build`

test('the first load is smaller than 100 kB', () => {
  const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!)
  const sizes = ['index.html', ...named].map(path => statSync(join(assets, `${path}.br`)).size)
  expect(named.some(path => path.endsWith('.js'))).toBe(true)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(100_000)
})

test('the page has no script and no style of its own, which its content security policy would refuse', () => {
  expect(html).not.toMatch(/<style|style=|<script(?![^>]* src=)|\son\w+=/)
})

test('no asset loads anything from elsewhere', () => {
  const texts = readdirSync(join(assets, 'assets'))
    .filter(name => /[.](js|css)$/.test(name))
    .map(name => readFileSync(join(assets, 'assets', name), 'utf8'))
  const addresses = [html, ...texts].flatMap(text => text.match(/https?:\/\/[\w.-]+/g) ?? [])
  // names of XML namespaces, which nothing loads
  expect([...new Set(addresses)].filter(address => address !== 'http://www.w3.org')).toEqual([])
})
