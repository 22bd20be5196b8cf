import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startConsole } from '../src/index.ts'
import {
  axeViolations,
  describeInBrowser,
  openBrowser,
  openPage,
  overflowOf,
  pressUntil,
  record,
} from './browser.ts'
import { domain } from './local-console.ts'
import { momentOf } from './run/moment-of.ts'
import { momentsOfBooking } from './run/moments.ts'
import { codeOfRuns, hostile, openRuns } from './run/open-runs.ts'

const same = (text: string) => text

describeInBrowser('the page of one run', () => {
  let runs: Awaited<ReturnType<typeof openRuns>>
  let browser: Browser

  beforeAll(async () => {
    ;[runs, browser] = await Promise.all([openRuns(), openBrowser()])
  })
  afterAll(async () => {
    await browser.close()
    await runs.close()
  })

  const open = async (path: string) => {
    const opened = await openPage(browser, runs.console.url)
    await opened.page.goto(runs.console.address + path)
    await slider(opened.page).waitFor()
    return opened
  }
  const slider = (page: Page) => page.getByRole('slider')
  const event = async (page: Page) => Number(await slider(page).getAttribute('aria-valuenow'))
  const textsOf = (page: Page, selector: string) => page.locator(selector).allInnerTexts()

  /** Goes to the first event whose line begins so, by the history. */
  const goTo = async (page: Page, line: string) => {
    await page.getByRole('searchbox', { name: 'Search events' }).fill(line)
    const row = page.locator('.history-rows .row').filter({ hasText: line }).first()
    await row.click()
    await page.locator('.history-rows .row[aria-selected=true]').filter({ hasText: line }).waitFor()
  }

  test('shows line, variables, steps and history of the same moment, at three moments of the booking', async () => {
    const { page, complaints } = await open('execution/booking/latest')
    const seen: unknown[] = []
    for (const line of ['selectItinerary (1.1.1) started', 'validatePayment (1.1.3.1.1) failed']) {
      await goTo(page, line)
      seen.push(await momentOf(page))
    }
    await page.getByRole('searchbox').fill('')
    await page.locator('.timeline .step-name').getByText('validatePayment').click()
    await record(page, 'execution')
    await slider(page).press('End')
    await page.locator('.history-rows .row[aria-selected=true]').getByText('timer').waitFor()
    seen.push(await momentOf(page))
    expect(seen).toEqual(momentsOfBooking)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('can be used with keys alone', async () => {
    const { page } = await open('execution/booking/latest')
    const last = await event(page)
    await pressUntil(page, 'Tab', label => label.startsWith('div: Moment'))
    const moves: number[] = []
    for (const key of ['Home', 'ArrowRight', 'ArrowUp', 'PageUp', 'PageDown', 'ArrowLeft', 'End']) {
      await page.keyboard.press(key)
      moves.push(await event(page))
    }
    expect(moves).toEqual([1, 2, 3, 13, 3, 2, last])
    await pressUntil(page, 'Tab', label => label.startsWith('button: timer'))
    await pressUntil(page, 'ArrowUp', label => label === 'button: takePersonalDetails', 9)
    await page.keyboard.press('Enter')
    const details = page.getByRole('tabpanel', { name: 'Step' })
    await details.getByText('activity takePersonalDetails').waitFor()
    await details.getByText('card: ').first().waitFor()
    await page.locator('.source-rows .row.is-target').getByText('takePersonalDetails').waitFor()
    await pressUntil(page, 'Tab', label => label === 'a: ' + last)
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    expect(await event(page)).toBe(last - 1)
    await page.waitForURL(`**/*event=${last - 1}`)
    await page.context().close()
  })

  test('stays at the end while the run goes on, or keeps the moment that was chosen', async () => {
    const { page } = await open('execution/booking/latest')
    const { page: other } = await open('execution/booking/latest?event=7')
    const before = await event(page)
    await runs.approve()
    await page.locator('.run-title').getByText('Completed').waitFor()
    await other.locator('.run-title').getByText('Completed').waitFor()
    expect([(await event(page)) > before, await event(other)]).toEqual([true, 7])
    expect(await textsOf(page, '.branches p')).toEqual(['Nowhere: it has ended.'])
    await page.locator('.run-values').getByText('Result').click()
    await page.locator('.run-values').getByText("ticket: 'ticket B-1 on KL-17'").waitFor()
    await Promise.all([page.context().close(), other.context().close()])
  })

  test('leads from run to run of a chain', async () => {
    const { page } = await open('execution/chain/latest')
    const chain = page.getByRole('navigation', { name: 'Runs of this execution' })
    expect(await chain.innerText()).toMatch(/^Run 3 of 3/)
    await chain.getByRole('link').first().click()
    await chain.getByText('Run 1 of 3').waitFor()
    await page.getByText('It continued as a new run').waitFor()
    await page.getByRole('link', { name: 'Go to the next run' }).click()
    await chain.getByText('Run 2 of 3').waitFor()
    await page.context().close()
  })

  test('opens a child into its own steps', async () => {
    const { page } = await open('execution/parent/latest')
    const timeline = page.locator('.timeline')
    const row = timeline.locator('.step-row').filter({ hasText: 'child minute' })
    await row.getByRole('button', { name: 'Open' }).click()
    await timeline.getByText('timer 1m').waitFor()
    expect(await timeline.locator('.row').allInnerTexts()).toHaveLength(6)
    await timeline.getByRole('link', { name: 'timer 1m' }).click()
    await page.getByText('minute@1.0').waitFor()
    await page.getByRole('link', { name: 'parent' }).click()
    await page.getByText('parent@1.0').waitFor()
    await page.context().close()
  })

  test('follows the mouse on the scrubber', async () => {
    const { page } = await open('execution/booking/latest')
    const { x, y, width, height } = (await slider(page).boundingBox())!
    await page.mouse.move(x + width / 8, y + height / 2)
    await page.mouse.down()
    await page.mouse.move(x + width / 3, y + height / 2, { steps: 20 })
    await page.mouse.up()
    await page.waitForURL('**/*event=*')
    const at = await event(page)
    await page.locator(`.branches[data-event="${at}"]`).waitFor()
    expect(await textsOf(page, '.history-rows .row[aria-selected=true] .event-id')).toEqual([String(at)])
    expect(Math.abs(at / Number(await slider(page).getAttribute('aria-valuemax')) - 1 / 3)).toBeLessThan(0.05)
    await page.context().close()
  })

  test('hides values of an encrypting pipeline until they are revealed', async () => {
    const encrypting = { name: 'test', stage: 'encryption', encode: same, decode: same } as const
    const hiding = await startConsole({
      swf: runs.swf,
      domain,
      port: 0,
      pipeline: [encrypting],
      code: codeOfRuns(),
    })
    const { page } = await openPage(browser, hiding.url)
    await page.goto(`${hiding.address}execution/booking/latest?event=7`)
    await page.locator('.branches').getByText('Variables are hidden').first().waitFor()
    await page.getByRole('button', { name: 'Reveal the result' }).click()
    await page.locator('.details').getByText("id: 'KL-17'").waitFor()
    expect(await page.locator('.variables').count()).toBe(0)
    await page.getByRole('button', { name: 'Reveal', exact: true }).first().click()
    await page.locator('.variables').getByText('"bob"').first().waitFor()
    await page.context().close()
    await hiding.close()
  })

  test('shows 25,000 events with as few rows as can be seen', async () => {
    const { page, complaints } = await open('file/1')
    const last = runs.lastEventOfFile
    expect(await event(page)).toBe(last)
    const steps: number[] = []
    for (const key of ['Home', 'PageUp', 'End', 'PageDown']) {
      await slider(page).press(key)
      steps.push(await event(page))
    }
    expect(steps).toEqual([1, 501, last, last - 500])
    await page.getByRole('searchbox', { name: 'Search events' }).fill('step-9001)')
    const found = page.locator('.history-rows .row')
    await found.filter({ hasText: 'step-9001' }).first().waitFor()
    await page.getByRole('searchbox', { name: 'Search events' }).press('Enter')
    await page.locator('.timeline .row.is-now').getByText('step-9001').waitFor()
    expect(await page.locator('.row').count()).toBeLessThan(250)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('says what to configure where there is no code, and shows everything else', async () => {
    const bare = await startConsole({ swf: runs.swf, domain, port: 0 })
    const { page } = await openPage(browser, bare.url)
    await page.goto(`${bare.address}execution/booking/latest?event=6`)
    await page.getByText('This console knows no code.').waitFor()
    expect(await textsOf(page, '.branches li')).toEqual(['running\nactivity selectItinerary'])
    await page.context().close()
    await bare.close()
  })

  test('shows hostile names, payloads and variables as texts', async () => {
    const { page, complaints } = await open(
      `execution/${encodeURIComponent(hostile.replaceAll('/', ''))}/latest`,
    )
    await slider(page).press('Home')
    await page.locator('.variables td').getByText(hostile).first().waitFor()
    await page.getByRole('tabpanel', { name: 'Event' }).getByText(hostile).first().waitFor()
    await slider(page).press('End')
    await page.locator('.timeline').getByRole('button', { name: 'Open' }).first().click()
    await page.locator('.timeline').getByText('<b onclick=alert(5)>note').first().waitFor()
    await page.getByRole('tab', { name: 'Decisions' }).click()
    await page.getByText('The code decides the same.').waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('has no fault that axe finds, in both schemes, and never scrolls sideways at 400 % zoom', async () => {
    const { page } = await open('execution/booking/latest?event=20')
    const faults: string[] = []
    const check = async (what: string) =>
      faults.push(...(await axeViolations(page)).map(violation => `${what} ${violation}`))
    await page.emulateMedia({ colorScheme: 'light' })
    await check('event')
    await page.locator('.timeline .step-name').first().click()
    await page.locator('.attempts').waitFor()
    await page.emulateMedia({ colorScheme: 'dark' })
    await check('step')
    await page.getByRole('tab', { name: 'Decisions' }).click()
    await page.setViewportSize({ width: 320, height: 256 })
    await check('narrow')
    expect([await overflowOf(page), faults]).toEqual([0, []])
    await page.context().close()
  })
})
