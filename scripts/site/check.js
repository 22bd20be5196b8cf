// Checks the site in docs/site: every link and picture leads to a file of the site, and every anchor to an element of that page.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const site = 'docs/site'
const files = readdirSync(site, { recursive: true }).filter(file => file.endsWith('.html'))
const anchors = new Map()
const anchorsOf = file => {
  const known =
    anchors.get(file) ??
    new Set([...readFileSync(file, 'utf8').matchAll(/ (?:id|name)="([^"]+)"/g)].map(([, id]) => id))
  anchors.set(file, known)
  return known
}

const dead = []
let links = 0
for (const file of files) {
  const page = join(site, file)
  for (const [, link] of readFileSync(page, 'utf8').matchAll(/ (?:href|src)="([^"]*)"/g)) {
    if (/^(https?:|data:|mailto:)/.test(link)) continue
    links++
    const [path, anchor] = decodeURIComponent(link.replaceAll('&amp;', '&')).split('#')
    const target = path === '' ? page : join(dirname(page), path)
    if (!existsSync(target)) dead.push(`${file}: ${link} (no such file)`)
    else if (anchor && target.endsWith('.html') && !anchorsOf(target).has(anchor))
      dead.push(`${file}: ${link} (no such heading in ${relative(site, target)})`)
  }
}
if (dead.length > 0) {
  console.error(`${dead.length} dead links in ${site}:\n${[...new Set(dead)].join('\n')}`)
  process.exitCode = 1
} else console.log(`${files.length} pages, ${links} links, none of them dead`)
