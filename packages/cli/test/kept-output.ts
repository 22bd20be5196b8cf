import { Writable } from 'node:stream'
import { Output } from '../src/output/output.ts'

/** An output without colors that keeps what is printed. */
export function keptOutput(): { readonly output: Output; readonly text: () => string } {
  let text = ''
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString()
      done()
    },
  })
  return { output: new Output(stream as NodeJS.WriteStream), text: () => text }
}
