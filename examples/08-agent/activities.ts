import type { Message, Reply } from './conversation.ts'
import { scriptedModel } from './model.ts'

let requests = 0

/** Asks the model for the next step. Here it's a script, which is overloaded at every third request. */
export async function askModel(messages: readonly Message[]): Promise<Reply> {
  if (++requests % 3 === 0) {
    console.log('model: overloaded')
    throw new OverloadedError('the model is overloaded')
  }
  const reply = scriptedModel(messages)
  console.log(`model: ${reply.text}`)
  return reply
}

/** Lets the model shorten a conversation. The question isn't part of the summary. */
export async function summarize(messages: readonly Message[]): Promise<{ text: string; tokens: number }> {
  const text = messages
    .slice(1)
    .filter(({ from }) => from !== 'model')
    .map(({ text }) => text)
    .join('\n')
  console.log('model: summarizes the conversation')
  return { text, tokens: Math.ceil(text.length / 4) }
}

const inhabitants: Readonly<Record<string, number>> = { Rome: 2754719, Oslo: 717710 }

/** Searches the web. */
export async function search(query: string): Promise<string> {
  console.log(`tool: searches ${query}`)
  const found = inhabitants[query.replace('inhabitants of ', '')]
  if (found === undefined) throw new ToolError(`nothing found for '${query}'`)
  return String(found)
}

/** Calculates a sum or a difference. */
export async function calculate(expression: string): Promise<number> {
  console.log(`tool: calculates ${expression}`)
  const [, a, operator, b] = /^(\d+) ([+-]) (\d+)$/.exec(expression) ?? []
  if (operator === undefined) throw new ToolError(`'${expression}' is no sum and no difference`)
  return operator === '+' ? Number(a) + Number(b) : Number(a) - Number(b)
}

const sent = new Set<string>()

/** Sends a mail. A mail with the same id is sent only once. */
export async function sendMail({ id, to, text }: { id: string; to: string; text: string }): Promise<void> {
  if (!sent.has(id)) console.log(`tool: sends a mail to ${to}: ${text}`)
  sent.add(id)
}

/** The model has too many requests. It's asked again later. */
class OverloadedError extends Error {
  override readonly name = 'OverloadedError'
}

/** A tool can't do what it is asked for. Another attempt wouldn't help. */
class ToolError extends Error {
  override readonly name = 'ToolError'
}
