import { existsSync } from 'node:fs'
import { startConsole } from '@reyield/console'
import { createLocalSwf, skippableClock } from '@reyield/local'
import { chromium, type Page } from 'playwright-core'
import { round, type Figure, type Measure } from '../../measure.ts'
import { executions, fillDomain } from '../full-domain.ts'

const frames = 200
const browsers = [
  process.env['REYIELD_BROWSER'] ?? '',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
]

/** How smoothly the page of the console scrolls through all executions of a full domain. */
export const consoleScroll: Measure = {
  name: 'console-scroll',
  about:
    'the console with 100,000 open executions of a local SWF, in a headless browser that draws with the CPU: until the first rows, until all are ' +
    'listed, the time of a frame (median and 95 %) for the wheel and for jumps anywhere, and the memory of the page',
  async run() {
    const executablePath = browsers.find(path => existsSync(path))
    if (executablePath === undefined) throw new Error('There is no browser: install chromium-headless-shell')
    const clock = skippableClock()
    const local = await createLocalSwf({ clock })
    await fillDomain(local.swf, {
      before: number => {
        if (number % 20 === 0) clock.skipTo(new Date(clock.now() + 1000)) // a domain is filled over time
      },
      tags: number => (number % 3 === 0 ? ['web', `customer-${number % 97}`] : []),
    })
    const console = await startConsole({ swf: local.swf, domain: 'bench', port: 0, now: () => clock.now() })
    const browser = await chromium.launch({ executablePath })
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
      return await measure(page, console.url)
    } finally {
      await browser.close()
      await console.close()
      await local.close()
    }
  },
}

async function measure(page: Page, url: string): Promise<Figure[]> {
  const figure = { measure: 'console-scroll', unit: 'ms' }
  const begin = performance.now()
  await page.goto(url)
  await page.locator('.execution-rows [data-row]').first().waitFor()
  const first = performance.now() - begin
  // scrolls to the end again and again, as somebody does who drags the bar
  await page.evaluate(`new Promise(done => {
    const step = () => {
      scrollTo(0, document.documentElement.scrollHeight)
      if (/More follow|Listing more/.test(document.querySelector('.executions').innerText)) setTimeout(step, 10)
      else done()
    }
    step()
  })`)
  const all = performance.now() - begin
  const wheel = await frameTimes(page, '(y + 240) % max')
  const jumps = await frameTimes(page, 'Math.random() * max')
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  await cdp.send('HeapProfiler.collectGarbage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN
  return [
    { ...figure, at: 'first rows', value: round(first) },
    { ...figure, at: `all of ${executions}`, value: round(all) },
    ...Object.entries({ wheel, jump: jumps }).flatMap(([what, times]) => [
      { ...figure, at: `frame, ${what}, median`, value: round(quantile(times, 0.5)) },
      { ...figure, at: `frame, ${what}, 95 %`, value: round(quantile(times, 0.95)) },
    ]),
    { ...figure, at: 'heap', unit: 'MB', value: round(heap / 1e6) },
  ]
}

/** Scrolls once a frame. `next` is an expression of the place `y` and the height `max`. */
const frameTimes = (page: Page, next: string) =>
  page.evaluate<number[]>(`new Promise(done => {
    const times = []
    const max = document.documentElement.scrollHeight - innerHeight
    let [y, last] = [0, undefined]
    const frame = now => {
      if (last !== undefined) times.push(now - last)
      last = now
      y = ${next}
      scrollTo(0, y)
      if (times.length < ${frames}) requestAnimationFrame(frame)
      else done(times)
    }
    requestAnimationFrame(frame)
  })`)

const quantile = (times: readonly number[], share: number) =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * share)]!
