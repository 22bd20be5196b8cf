/** What Ctrl-C sends to a terminal whose keys are read one by one. */
const ctrlC = '\u0003'

/** Reads keys from a terminal, one by one. Without a terminal there are none. Returns a function that ends it. */
export function readKeys(
  stdin: NodeJS.ReadStream,
  onKey: (key: string) => void,
  onCtrlC: () => void,
): () => void {
  if (!stdin.isTTY) return () => undefined
  const read = (text: string) => {
    for (const key of text) {
      if (key === ctrlC) onCtrlC()
      else onKey(key)
    }
  }
  stdin.setRawMode(true)
  stdin.setEncoding('utf8').on('data', read)
  return () => {
    stdin.off('data', read)
    stdin.setRawMode(false)
    stdin.pause()
  }
}
