import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeInBrowser, openBrowser, openPage } from './browser.ts'
import { domain, openLocalConsole } from './local-console.ts'

const executions = 100_000
const minutes = 10

describeInBrowser('the page with 100,000 executions', () => {
  test(
    'needs as much memory after ten minutes as after one, while executions start and close and somebody scrolls',
    { timeout: (minutes + 8) * 60_000 },
    async () => {
      const opened = await openLocalConsole()
      const start = await starting(opened)
      for (let i = 0; i < executions; i++) {
        if (i % 20 === 0) opened.skip(1000) // a domain is filled over time
        await start(i)
      }
      const browser = await openBrowser()
      const { page, complaints } = await openPage(browser, opened.console.url)
      await listAll(page)
      expect(await page.locator('.found').innerText()).toBe('100,000 found.')
      const sampled = await sampler(page)
      const samples: { heap: number; nodes: number }[] = []
      const end = performance.now() + minutes * 60_000
      for (let round = 0; performance.now() < end; round++) {
        await page.evaluate(`scrollTo(0, ${round % 4} * document.documentElement.scrollHeight / 4)`)
        await opened.swf.terminateWorkflowExecution({ domain, workflowId: `order-${round}` }) // SWF allows no more than 100,000
        await start(executions + round)
        await setTimeout(1000)
        if (round % 30 === 29) samples.push(await sampled())
      }
      console.log(
        samples.map(({ heap, nodes }) => `${(heap / 1e6).toFixed(1)} MB, ${nodes} nodes`).join('\n'),
      )
      const most = (some: typeof samples, of: 'heap' | 'nodes') => Math.max(...some.map(sample => sample[of]))
      const [early, late] = [samples.slice(1, 5), samples.slice(-4)]
      expect(most(late, 'heap')).toBeLessThan(most(early, 'heap') * 1.1)
      expect(most(late, 'nodes')).toBeLessThan(most(early, 'nodes') * 1.5)
      expect(complaints).toEqual([])
      await browser.close()
      await opened.close()
    },
  )
})

async function starting({ swf }: Awaited<ReturnType<typeof openLocalConsole>>) {
  const workflowType = { name: 'order', version: '1.0' }
  await swf.registerWorkflowType({ domain, ...workflowType })
  return (number: number) =>
    swf.startWorkflowExecution({
      domain,
      workflowId: `order-${number}`,
      workflowType,
      taskList: { name: 'orders' },
      taskStartToCloseTimeout: 'NONE',
      executionStartToCloseTimeout: '31536000',
      childPolicy: 'TERMINATE',
      tagList: number % 3 === 0 ? ['web', `customer-${number % 97}`] : [],
    })
}

/** Scrolls to the end until all are listed. */
const listAll = (page: Page) =>
  page.evaluate(`new Promise(done => {
    const step = () => {
      scrollTo(0, document.documentElement.scrollHeight)
      if (/More follow|Listing/.test(document.querySelector('.executions').innerText)) setTimeout(step, 20)
      else done()
    }
    step()
  })`)

async function sampler(page: Page) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  return async () => {
    await cdp.send('HeapProfiler.collectGarbage')
    const { metrics } = await cdp.send('Performance.getMetrics')
    const of = (name: string) => metrics.find(metric => metric.name === name)?.value ?? Number.NaN
    return { heap: of('JSHeapUsedSize'), nodes: of('Nodes') }
  }
}
