import { chromium, type Page } from 'playwright-core'
import { median, round, type Figure, type Measure } from '../../measure.ts'
import { consoleOf } from './files.ts'

/** Where Debian has a browser that needs no window. */
const browserPath = process.env['REYIELD_BROWSER'] ?? '/usr/bin/chromium-headless-shell'

/** Keys, how often each is pressed, and what a move of it is called. */
const moves = [
  ['ArrowRight', 30, 'next event'],
  ['ArrowLeft', 30, 'event before'],
  ['PageUp', 20, '500 events on'],
  ['PageDown', 20, '500 events back'],
] as const

/** How long the page of one run takes to show another moment. */
export const scrubbing: Measure = {
  name: 'console-scrubbing',
  about:
    'an execution with 24,900 events in the console, in a headless browser: from a key on the scrubber to the moment with code and variables, ' +
    'the median; each press waits for the one before; floor: the same with 1,000 events',
  async run() {
    const { console, close } = await consoleOf([1000, 24_900])
    const browser = await chromium.launch({ executablePath: browserPath })
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
      const times: Record<string, number>[] = []
      for (const id of [1, 2]) times.push(await timesOf(page, `${console.address}file/${id}?event=101`))
      const [short, long] = times
      return Object.entries(long!).map(([at, value]): Figure => ({
        measure: 'console-scrubbing',
        at,
        value: round(value),
        unit: 'ms',
        floor: round(short![at]!),
        ratio: round(value / short![at]!),
      }))
    } finally {
      await browser.close()
      await close()
    }
  },
}

async function timesOf(page: Page, address: string): Promise<Record<string, number>> {
  const begin = performance.now()
  await page.goto(address)
  await page.locator('.branches[data-event="101"]').waitFor({ timeout: 120_000 })
  const opened = performance.now() - begin
  const times: Record<string, number> = { 'open at event 101': opened }
  for (const [key, count, name] of moves) {
    const found: number[] = []
    for (let times = 0; times < count; times++) found.push(await page.evaluate<number>(press(key)))
    times[name] = median(found)
  }
  return times
}

/** Presses a key on the scrubber, and waits until the frame with the moment of its event is drawn. */
const press = (key: string) => `(async () => {
  const slider = document.querySelector('[role=slider]')
  const frame = () => new Promise(drawn => requestAnimationFrame(drawn))
  const before = slider.ariaValueNow
  const begin = performance.now()
  slider.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true, cancelable: true }))
  while (slider.ariaValueNow === before) await frame()
  while (document.querySelector('.branches').dataset.event !== slider.ariaValueNow) await frame()
  await frame()
  return performance.now() - begin
})()`
