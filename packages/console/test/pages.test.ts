import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeViolations, describeInBrowser, openBrowser, openPage, overflowOf } from './browser.ts'
import { openLocalConsole, type LocalConsole } from './local-console.ts'
import { hostileId, plantTroubles } from './shop/open-shop.ts'

const pages = [
  '',
  'executions?status=closed',
  'task-lists',
  'schedules',
  'clock',
  'files',
  'execution/nowhere',
]

describeInBrowser('the console in a browser', () => {
  let opened: LocalConsole
  let browser: Browser
  let shop: { stop(): Promise<void> }

  beforeAll(async () => {
    opened = await openLocalConsole()
    shop = await plantTroubles(opened, { isHostile: true })
    browser = await openBrowser()
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await shop.stop()
    await opened.close()
  })

  const found = (page: Page) => page.locator('.found')
  const list = (page: Page) => page.getByRole('grid', { name: 'Open executions', exact: true })

  test('has no fault that axe finds in any page, in both schemes, and never scrolls sideways at 400 % zoom', async () => {
    const { page, complaints } = await openPage(browser, opened.console.url)
    const faults: string[] = []
    for (const path of pages) {
      await page.goto(opened.console.address + path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page
        .getByText(/^(Loading|Listing)…$/)
        .first()
        .waitFor({ state: 'detached' })
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        faults.push(...(await axeViolations(page)).map(violation => `/${path} ${colorScheme} ${violation}`))
      }
      await page.setViewportSize({ width: 320, height: 256 })
      const overflow = await overflowOf(page)
      if (path === '') faults.push(...(await axeViolations(page)).map(violation => `narrow ${violation}`))
      if (overflow > 0) faults.push(`/${path} is ${overflow} pixels too wide`)
      await page.setViewportSize({ width: 1280, height: 800 })
    }
    expect(faults).toEqual([])
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('keeps filters in its address, and says which SWF applies', async () => {
    const { page } = await openPage(browser, opened.console.url)
    await page.getByLabel('Tag', { exact: true }).fill('finance')
    await page.getByLabel('Text', { exact: true }).fill('HELD')
    await page.getByText('SWF filters by the tag; the text is compared with what it lists.').waitFor()
    expect(new URL(page.url()).search).toBe('?tag=finance&text=HELD')
    await page.reload()
    await found(page).getByText('1 found.').waitFor()
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('HELD')
    await list(page).getByRole('link', { name: 'payout-held' }).click()
    await page.waitForURL('**/execution/**')
    await page.goBack()
    await found(page).getByText('1 found.').waitFor()
    await page.getByRole('button', { name: 'Clear' }).click()
    await list(page).getByRole('link', { name: 'order-retrying' }).waitFor()
    await page.getByText('Closed', { exact: true }).click()
    await page.getByRole('link', { name: 'order-done' }).waitFor()
    await page.context().close()
  })

  test('shows hostile names and payloads as texts', async () => {
    const { page, complaints } = await openPage(browser, opened.console.url)
    await list(page).getByRole('link', { name: hostileId }).click()
    await page.getByRole('heading', { level: 1, name: hostileId }).waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('says that its server is away, and goes on when it is back', async () => {
    const { page } = await openPage(browser, opened.console.url)
    await list(page).getByRole('link', { name: 'payout-held' }).waitFor()
    await opened.restart(async () => {
      await page.getByText('The server of this page can’t be reached').waitFor()
      expect(
        await page.getByRole('button', { name: 'Start an execution…' }).getAttribute('aria-disabled'),
      ).toBe('true')
      await opened.swf.startWorkflowExecution({
        domain: 'shop',
        workflowId: 'started-meanwhile',
        workflowType: { name: 'approval', version: '1.0' },
        taskList: { name: 'orders' },
        taskStartToCloseTimeout: '10',
        executionStartToCloseTimeout: '600',
        childPolicy: 'TERMINATE',
      })
    })
    await list(page).getByRole('link', { name: 'started-meanwhile' }).waitFor()
    await page.getByText('The server of this page can’t be reached').waitFor({ state: 'detached' })
    await page.context().close()
  })
})
