/** Uses up what has been saved up of the rates of these actions: requests that SWF refuses for other reasons count, too. */
export async function drain(endpoint: string, actions: readonly string[]): Promise<void> {
  await Promise.all(
    actions.map(action => Promise.all(Array.from({ length: 10 }, () => drainAction(endpoint, action)))),
  )
}

async function drainAction(endpoint: string, action: string): Promise<void> {
  for (;;) {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `SimpleWorkflowService.${action}`,
      },
      body: '{}',
    })
    if ((await response.text()).includes('ThrottlingException')) return
  }
}
