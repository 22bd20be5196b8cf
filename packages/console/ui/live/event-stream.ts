/** A server-sent event. */
export interface StreamedEvent {
  readonly id: string | undefined
  readonly name: string
  readonly data: string
}

/** Parses server-sent events from pieces of text as they arrive. */
export function createEventParser(onEvent: (event: StreamedEvent) => void) {
  let rest = ''
  let id: string | undefined
  let name = ''
  let data: string[] = []
  const line = (text: string) => {
    if (text === '') {
      if (data.length > 0) onEvent({ id, name: name === '' ? 'message' : name, data: data.join('\n') })
      name = ''
      data = []
      return
    }
    const colon = text.indexOf(':')
    const field = colon === -1 ? text : text.slice(0, colon)
    const value = colon === -1 ? '' : text.slice(colon + (text[colon + 1] === ' ' ? 2 : 1))
    if (field === 'id') id = value
    else if (field === 'event') name = value
    else if (field === 'data') data.push(value)
  }
  return (piece: string) => {
    const lines = (rest + piece).split('\n')
    rest = lines.pop()!
    for (const text of lines) line(text.endsWith('\r') ? text.slice(0, -1) : text)
  }
}
