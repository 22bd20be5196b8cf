import type { Message, Reply, ToolCall } from './conversation.ts'

/**
 * A language model that follows a script. Like a real one, it gets the whole conversation, and nothing else: it finds what to do next from
 * what it knows by then.
 */
export function scriptedModel(messages: readonly Message[]): Reply {
  const known = messages.map(({ text }) => text).join('\n')
  const tokens = Math.ceil(known.length / 4)
  const [rome, oslo, both] = [/Rome: (\d+)/, /Oslo: (\d+)/, /- \d+: (\d+)/].map(
    found => found.exec(known)?.[1],
  )

  const asks = (text: string, ...calls: ToolCall[]): Reply => ({ text, calls, tokens })
  if (rome === undefined || oslo === undefined) {
    return asks(
      'I look up both cities.',
      { id: 'rome', tool: 'search', query: 'inhabitants of Rome' },
      { id: 'oslo', tool: 'search', query: 'inhabitants of Oslo' },
    )
  }
  if (both === undefined) {
    return asks('I compare them.', { id: 'both', tool: 'calculate', expression: `${rome} - ${oslo}` })
  }
  const text = `Rome has ${both} inhabitants more than Oslo`
  if (known.includes('mail to ann: sent')) return asks(`${text}. I have told ann.`)
  if (known.includes('mail to ann: not sent')) return asks(`${text}. I was not allowed to tell ann.`)
  return asks('I tell ann.', { id: 'mail', tool: 'sendMail', to: 'ann', text })
}
