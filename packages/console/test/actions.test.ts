import { hostsOf } from '@reyield/inspect'
import { schedule, withSchedules } from '@reyield/schedules'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  axeViolations,
  describeInBrowser,
  focused,
  openBrowser,
  openPage,
  openTab,
  pressUntil,
  record,
} from './browser.ts'
import { domain, openLocalConsole, until, type LocalConsole } from './local-console.ts'
import { plantTroubles } from './shop/open-shop.ts'
import { approval, order, reminder } from './shop/workflows.ts'

const workflows = new URL('shop/after.ts', import.meta.url).pathname

describeInBrowser('a person with the console', () => {
  let opened: LocalConsole
  let browser: Browser
  let shop: { stop(): Promise<void> }

  beforeAll(async () => {
    opened = await openLocalConsole({ code: hostsOf({ workflows: [workflows] }) })
    shop = await plantTroubles(opened)
    browser = await openBrowser()
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await shop.stop()
    await opened.close()
  })

  const attention = (page: Page) => page.getByRole('grid', { name: 'Executions that need attention' })
  const list = (page: Page) => page.getByRole('grid', { name: 'Open executions', exact: true })
  const dialog = (page: Page) => page.getByRole('dialog')
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

  test('sees first which executions need somebody, why, since when and where', async () => {
    const { page, complaints } = await openPage(browser, opened.console.url)
    await page.getByRole('heading', { name: '4 executions need attention' }).waitFor()
    const rows = async () => {
      const texts = await attention(page).getByRole('row').allInnerTexts()
      return texts
        .slice(1)
        .map(text =>
          text.replaceAll(/\s+/g, ' ').replaceAll(/\d+h( \d+m)?|\d+[ms]( \d+s)?|\d+ (m?s|times)/g, '#'),
        )
    }
    await expect
      .poll(rows, { timeout: 30_000 })
      .toEqual([
        "Held payout-held payout 1.0 Its decision tasks can't be completed (NON_DETERMINISM): it's held until fixed code is deployed # ago",
        'Near its timeout approval-asks approval 1.0 The execution times out in # (executionStartToClose) # ago',
        "No worker reminder-unsent reminder 1.0 Activity notify (id '1') has waited # in task list 'mail', and no worker has started it # ago",
        expect.stringMatching(/^Retrying order-retrying order 1.0 Activity charge/),
      ])
    const where = await attention(page).getByRole('link', { name: 'payout-held' }).getAttribute('href')
    expect(where).toMatch(/^\/execution\/payout-held\/[^/?]+$/)
    await record(page, 'executions')
    await button(page, 'No worker 1').click()
    expect(await attention(page).getByRole('row').count()).toBe(2)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('finds a stuck execution, looks at it and sends it the signal, with the keyboard alone', async () => {
    const { page, complaints } = await openPage(browser, opened.console.url)
    await attention(page).getByRole('link', { name: 'approval-asks' }).waitFor()
    await pressUntil(page, 'Tab', label => label === 'a: payout-held')
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => focused(page), { timeout: 30_000 }).toBe('a: approval-asks')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/execution/approval-asks/**')
    await button(page, 'Signal…').waitFor()
    await pressUntil(page, 'Tab', label => label === 'button: Signal…')
    await page.keyboard.press('Enter')
    await dialog(page).waitFor()
    expect(await dialog(page).getByLabel('Signal', { exact: true }).inputValue()).toBe('decided') // there is no other
    await pressUntil(page, 'Tab', label => label === 'input: by')
    await pressUntil(page, 'Tab', label => label === 'input: granted')
    await page.keyboard.press('Space')
    await dialog(page).getByText('The schema refuses what is marked above.').waitFor()
    expect(await dialog(page).getByLabel('by', { exact: true }).getAttribute('aria-invalid')).toBe('true')
    expect(await axeViolations(page, 'dialog')).toEqual([])
    await pressUntil(page, 'Shift+Tab', label => label === 'input: by')
    await page.keyboard.type('ann')
    await dialog(page).getByRole('status').getByRole('listitem').first().waitFor()
    await record(page, 'signal')
    await pressUntil(page, 'Tab', label => label === 'button: Send the signal')
    await page.keyboard.press('Enter')
    await dialog(page).waitFor({ state: 'detached' })
    const run = opened.client.handle(approval, { workflowId: 'approval-asks' })
    await closed('approval-asks') // result() asks every ten seconds only
    expect(await run.result()).toBe('15 % granted by ann')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('starts an execution with a form that is made from the schema', async () => {
    const { page } = await openPage(browser, opened.console.url)
    await button(page, 'Start an execution…').click()
    await dialog(page).getByLabel('Workflow', { exact: true }).selectOption('order@1.0')
    await button(page, 'Start').click()
    await dialog(page).getByText('Enter an id: only one open execution can have it.').waitFor()
    await dialog(page).getByLabel('Workflow id').fill('order-new')
    await dialog(page).getByLabel('id', { exact: true }).fill('N-1')
    await dialog(page).getByLabel('amount').fill('-3')
    await dialog(page).getByText('The schema refuses what is marked above.').waitFor()
    await dialog(page).getByLabel('amount').fill('3.5')
    await button(page, 'Add to items').click()
    await dialog(page).getByLabel('items 1').fill('tea')
    await dialog(page).getByRole('status').getByRole('listitem').first().waitFor()
    await button(page, 'Start').click()
    await page.waitForURL('**/execution/order-new/**')
    const run = opened.client.handle(order, { workflowId: 'order-new' })
    await closed('order-new')
    expect(await run.result()).toEqual({ receipt: 'receipt N-1', parcels: ['parcel of tea'] })
    await page.context().close()
  })

  test('sees many executions before they are terminated, and another tab sees that they are', async () => {
    for (const id of ['a', 'b', 'c']) {
      await opened.client.start(reminder, 'later', {
        workflowId: `bulk-${id}`,
        taskList: 'orders',
        tags: ['bulk'],
      })
    }
    const { page, complaints } = await openPage(
      browser,
      `${opened.console.address}?tag=bulk#token=${opened.console.token}`,
    )
    const other = await openTab(await page.context().newPage(), `${opened.console.address}?tag=bulk`)
    await list(other.page).getByRole('link', { name: 'bulk-c' }).waitFor()
    await list(page).getByRole('checkbox', { name: 'Select bulk-a' }).check()
    await list(page).getByRole('checkbox', { name: 'Select bulk-c' }).check()
    await button(page, 'Terminate…').click()
    await dialog(page).getByLabel('Reason').fill('a test')
    await button(page, 'Show what will happen').click()
    await dialog(page).getByLabel('Type the number of executions, 2, to go on').waitFor()
    expect((await dialog(page).locator('.sample li').allInnerTexts()).toSorted()).toEqual([
      'bulk-a',
      'bulk-c',
    ])
    expect(await button(page, 'Terminate 2 executions').getAttribute('aria-disabled')).toBe('true')
    await record(page, 'bulk')
    await dialog(page).getByLabel('Type the number').fill('2')
    await button(page, 'Terminate 2 executions').click()
    await dialog(page).getByText('Done: 2 of 2 executions.').waitFor()
    for (const name of ['bulk-a', 'bulk-c']) {
      await list(other.page).getByRole('link', { name }).waitFor({ state: 'detached' })
    }
    expect(await list(other.page).getByRole('link').allInnerTexts()).toEqual(['bulk-b'])
    expect([...complaints, ...other.complaints]).toEqual([])
    await page.context().close()
  })

  test('steers schedules', async () => {
    const { schedules } = withSchedules(opened.client)
    await schedules.create(
      schedule({
        name: 'nightly',
        cron: '0 2 * * *',
        timeZone: 'Europe/Berlin',
        workflow: reminder,
        input: 'close',
        taskList: 'orders',
      }),
    )
    const { page } = await openPage(
      browser,
      `${opened.console.address}schedules#token=${opened.console.token}`,
    )
    await page.getByText('0 2 * * * (Europe/Berlin)').waitFor()
    await button(page, 'Pause… nightly').click()
    await button(page, 'Pause').click()
    await button(page, 'Resume… nightly').waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.context().close()
  })

  test('moves the clock, and is asked before something ends', async () => {
    const { page } = await openPage(browser, `${opened.console.address}clock#token=${opened.console.token}`)
    const before = opened.clock.now()
    await page.getByLabel('or by').fill('30s')
    await button(page, 'Skip').click()
    await page.getByText(/^The clock shows/).waitFor()
    expect(opened.clock.now()).toBeGreaterThanOrEqual(before + 30_000)
    let [asked, skipped] = [0, 0]
    await page.route('**/api/clock', route => {
      const at = new Date(opened.clock.now() + 60_000).toISOString()
      return route.fulfill({ json: { now: at, next: { text: 'the timeout of order-1', at, ends: true } } })
    })
    await page.route('**/api/clock/skip', route => {
      skipped++
      return route.fulfill({ json: { now: new Date().toISOString() } })
    })
    await page.reload()
    await button(page, 'Skip to what comes next…').click()
    await dialog(page).getByText('the timeout of order-1').waitFor()
    asked = skipped
    await dialog(page).getByRole('button', { name: 'Skip', exact: true }).click()
    await expect.poll(() => [asked, skipped], { timeout: 30_000 }).toEqual([0, 1])
    await page.getByLabel('Throttled, %').fill('101')
    await button(page, 'Inject these').click()
    await page.getByText('“Throttled, %” must be a number from 0 to 100.').waitFor()
    await page.context().close()
  })

  test('opens a recorded history, which stays offline', async () => {
    const { execution } = await described('order-done')
    const history = await opened.swf.getWorkflowExecutionHistory({ domain, execution })
    const { page } = await openPage(browser, `${opened.console.address}files#token=${opened.console.token}`)
    await page.getByLabel('Files with histories').setInputFiles({
      name: 'order.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(history)),
    })
    await page.waitForURL('**/file/*')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.context().close()
  })

  test('can change nothing without the token, and is told why', async () => {
    const { page } = await openPage(browser, opened.console.address)
    await page.getByText('no token: nothing can be changed').waitFor()
    const start = button(page, 'Start an execution…')
    expect(await start.getAttribute('aria-disabled')).toBe('true')
    expect(await start.getAttribute('title')).toBe(
      'This address has no token. Open the address that the command has printed to change something.',
    )
    expect(await list(page).getByRole('checkbox').count()).toBe(0)
    await page.context().close()
  })

  const closed = (workflowId: string) =>
    until(async () => {
      const { executionInfo } = await opened.client.handle(order, { workflowId }).describe()
      return executionInfo?.executionStatus === 'CLOSED'
    }, `${workflowId} closes`)

  async function described(workflowId: string) {
    let found: { workflowId: string; runId: string } | undefined
    await until(async () => {
      const { executionInfo } = await opened.client.handle(order, { workflowId }).describe()
      found = executionInfo?.execution as typeof found
      return found !== undefined
    }, `${workflowId} is described`)
    return { execution: found! }
  }
})
