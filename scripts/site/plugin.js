// A plugin of typedoc: makes the pages of docs/ documents of the site, in the order and in the groups of docs/pages.json. A page's name is
// its first heading, and its address is its path, so that pages need nothing that GitHub would show, too.
import { readFileSync } from 'node:fs'
import { Application, Converter, KindRouter } from 'typedoc'

const sections = JSON.parse(readFileSync('docs/pages.json', 'utf8'))
const pages = Object.entries(sections).flatMap(([group, paths]) => paths.map(path => ({ group, path })))

/** The path of each document. */
const paths = new Map()

class PageRouter extends KindRouter {
  getIdealBaseName(reflection) {
    return paths.get(reflection) ?? super.getIdealBaseName(reflection)
  }
}

/** @param {Application} app */
export function load(app) {
  app.renderer.defineRouter('pages', PageRouter)
  app.on(Application.EVENT_BOOTSTRAP_END, () => {
    if (app.options.getValue('entryPointStrategy') !== 'packages') return // that of a single package
    app.options.setValue('router', 'pages')
    app.options.setValue(
      'projectDocuments',
      pages.map(({ path }) => `docs/${path}`),
    )
    app.options.setValue('groupOrder', [...Object.keys(sections), '*'])
  })
  let next = 0 // typedoc creates documents in the order of the option
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document) => {
    const { group, path } = pages[next++]
    const heading = /^# (.+)$/m.exec(document.content[0].text)
    document.name = heading[1].replaceAll('`', '')
    document.frontmatter.group = group
    paths.set(document, path.replace(/[.]md$/, '').replace(/(^|\/)README$/, '$1index'))
  })
}
