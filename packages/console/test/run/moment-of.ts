import type { Page } from 'playwright-core'

/** All that the page of a run says of its moment, without times. */
export interface ShownMoment {
  readonly event: string
  readonly history: string
  readonly steps: readonly string[]
  /** Lines of the source in which branches wait, of those in view. */
  readonly lines: readonly string[]
  readonly branches: readonly {
    readonly waitsFor: string
    readonly variables: Readonly<Record<string, string>>
  }[]
}

/** Reads what a page says of its moment, when the code has followed. */
export async function momentOf(page: Page): Promise<ShownMoment> {
  await page.locator('.code:not([aria-busy=true]) .branch-head').first().waitFor()
  await page.locator('.source-rows .row.waits').first().waitFor() // the code scrolls to them
  return page.evaluate<ShownMoment>(`(() => {
    const all = (selector, of = document) => [...of.querySelectorAll(selector)]
    const text = (selector, of = document) => of.querySelector(selector).textContent
    return {
      event: text('[role=slider]') + document.querySelector('[role=slider]').ariaValueText
        .replace(/^event \\d+ of \\d+: /, '').replace(/,? (?:after )?[\\d.]+ m?s.*$/, ''),
      history: text('.history-rows .row[aria-selected=true] > :last-child').replace(/ after .*/, ''),
      steps: all('.timeline .step-row .title-cell')
        .map(cell => text('.step-name', cell) + ': ' + text('.state .unseen', cell)),
      lines: all('.source-rows .row.waits .line-code').map(line => line.textContent.trim()),
      branches: all('.branches > ul > li').map(item => ({
        waitsFor: text('.branch-head > :nth-child(2)', item),
        variables: Object.fromEntries(
          all('tr', item).map(row => [text('th', row), row.querySelector('td').firstChild.textContent])),
      })),
    }
  })()`)
}
