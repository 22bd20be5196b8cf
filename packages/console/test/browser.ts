import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { describe } from 'vitest'

/** Where Debian, Ubuntu and others have a browser that needs no window. */
const places = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome']

/** The program of the browser; undefined if this machine has none. */
export const browserPath = [process.env['REYIELD_BROWSER'] ?? '', ...places].find(path => existsSync(path))

/** `describe` for tests in a browser. They are skipped, and say so, where there is none. */
export const describeInBrowser = (name: string, tests: () => void) =>
  browserPath === undefined
    ? describe.skip(`${name} (no browser: install chromium-headless-shell or set REYIELD_BROWSER)`, tests)
    : describe(name, tests)

/** Starts the browser. One is enough for a file of tests. */
export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: browserPath! })

/** A page, and what a browser says of it. */
export interface OpenPage {
  readonly page: Page
  /** Errors of scripts, messages of the console that are errors, refusals of the content security policy, and dialogs. Should stay empty. */
  readonly complaints: string[]
}

/** Opens an address in a tab with storage of its own. Requests that fail because the server is away are no complaints. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  })
  return openTab(await context.newPage(), url)
}

/** Opens an address in a tab that exists. */
export async function openTab(page: Page, url: string): Promise<OpenPage> {
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(`error: ${error.message}`))
  page.on('console', message => {
    const text = message.text()
    if (message.type() === 'error' && !/^Failed to load resource/.test(text))
      complaints.push(`console: ${text}`)
  })
  page.on('dialog', dialog => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.setDefaultTimeout(30_000) // a machine may be busy
  await page.goto(url)
  await page.locator('main h1').waitFor()
  return { page, complaints }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds wrong in a page, or in a part of it, as lines; empty if all is well. The rules are those of WCAG 2.2 A and AA, and axe's best practices. */
export async function axeViolations(page: Page, part = 'html'): Promise<string[]> {
  // a string that is evaluated isn't subject to the content security policy
  await page.evaluate(`${axeSource}; undefined`)
  return page.evaluate<string[]>(`
    axe.run('${part}', { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 200) + ' ' + failureSummary)))`)
}

/** How many pixels a page is wider than what can be seen. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')

/** The label of what has the focus: its `aria-label`, its label or its text. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate<string>(`(() => {
    const element = document.activeElement
    const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent
    return element.tagName.toLowerCase() + ': ' + label.trim().slice(0, 80)
  })()`)

/** Presses a key until something has the focus, or throws after so many times. */
export async function pressUntil(
  page: Page,
  key: string,
  isThere: (label: string) => boolean,
  most = 60,
): Promise<void> {
  const seen: string[] = []
  for (let times = 0; times < most; times++) {
    await page.keyboard.press(key)
    const label = await focused(page)
    if (isThere(label)) return
    seen.push(label)
  }
  throw new Error(`${key} never came there, but to:\n${seen.join('\n')}`)
}

const pictures = join(import.meta.dirname, '../../../docs/console')

/** Writes a picture for the documentation, if tests are run with REYIELD_RECORD=1. */
export async function record(page: Page, name: string): Promise<void> {
  if (process.env['REYIELD_RECORD'] !== '1') return
  const path = join(pictures, `${name}.png`)
  mkdirSync(dirname(path), { recursive: true })
  await page.screenshot({ path, animations: 'disabled' })
}
