import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Bytes of the header of a write-ahead log, and of each of its frames (SQLite's "Database File Format", section 4). */
const headerBytes = 32
const frameHeaderBytes = 24
const magics: Readonly<Record<number, 'little' | 'big'>> = { 0x377f0682: 'little', 0x377f0683: 'big' }
/** Of the files that we make; for a log whose header is damaged. */
const usualPageSize = 4096

/** What stands in a write-ahead log. */
export interface Wal {
  /** Frames of this log, whether SQLite reads them or not. */
  readonly frames: number
  /** Frames up to the first one that doesn't match its checksum: what SQLite reads. */
  readonly valid: number
  /** Frames after the cut that belong to the log and that SQLite ignores without a word. */
  readonly afterCut: number
  /**
   * Why a cut can't be a write that was broken off, so that frames after it were lost to damage: `header` (the whole log is
   * ignored), `later-commits` (something was committed after the cut, so what was before had been synchronized), or
   * `commit` (the transaction at the cut is complete but for the damaged frame: damage, or a loss of power while it was written).
   */
  readonly damage: 'header' | 'later-commits' | 'commit' | undefined
}

type Sums = readonly [number, number]

/** A frame, or the header, as far as later frames depend on it. */
interface Link {
  readonly salts: string
  readonly sums: Sums
}

/**
 * Reads the write-ahead log of a database file by itself; undefined if there is none with a frame. The log isn't changed, and since
 * SQLite holds no locks on it, it may be read while the database is open.
 */
export function readWal(file: string): Wal | undefined {
  let descriptor: number
  try {
    descriptor = openSync(`${file}-wal`, 'r')
  } catch {
    return undefined
  }
  try {
    const { size } = fstatSync(descriptor)
    return size <= headerBytes ? undefined : parse(descriptor, size)
  } finally {
    closeSync(descriptor)
  }
}

/** Where a write-ahead log is cut, and how much of it is after that. */
export const describeWal = (file: string, { frames, valid, afterCut }: Wal): string =>
  `${file}-wal has a bad ${valid === 0 ? 'header or first frame' : `frame, ${valid + 1} of ${frames}`}; SQLite ignores ${afterCut} frame${afterCut === 1 ? '' : 's'} from there on`

function parse(descriptor: number, size: number): Wal {
  const header = bytes(descriptor, 0, headerBytes)
  const order = magics[header.readUInt32BE(0)] ?? 'little'
  const stored: Link = { salts: header.toString('latin1', 16, 24), sums: sumsAt(header, 24) }
  const whole =
    equal(sum(header.subarray(0, 24), [0, 0], order), stored.sums) && header.readUInt32BE(0) in magics
  const pageSize = whole ? header.readUInt32BE(8) : usualPageSize
  const frameBytes = frameHeaderBytes + pageSize

  let frames = 0
  let valid = 0
  let intact = whole
  let linkedBehind = false
  let commits = 0
  let laterCommits = false
  let before: Link = stored
  for (let at = headerBytes; at + frameBytes <= size; at += frameBytes) {
    const frame = bytes(descriptor, at, frameBytes)
    const link: Link = { salts: frame.toString('latin1', 8, 16), sums: sumsAt(frame, 16) }
    const expected = sum(
      frame.subarray(frameHeaderBytes),
      sum(frame.subarray(0, 8), before.sums, order),
      order,
    )
    // frames of an older log may stand behind those of this one, which have the header's salts
    const salted = link.salts === (whole ? stored : before).salts
    const linked = salted && equal(expected, link.sums)
    intact &&= linked
    if (intact) valid++
    if (linked) linkedBehind ||= !intact
    laterCommits ||= linked && commits > 0
    if (salted) frames++
    if (salted && !intact && frame.readUInt32BE(4) > 0) commits++
    before = link
  }
  const damage = !linkedBehind
    ? undefined
    : !whole
      ? 'header'
      : laterCommits
        ? 'later-commits'
        : commits > 0
          ? 'commit'
          : undefined
  return { frames, valid, afterCut: frames - valid, damage }
}

function bytes(descriptor: number, at: number, length: number): Buffer {
  const buffer = Buffer.alloc(length)
  return buffer.subarray(0, readSync(descriptor, buffer, 0, length, at))
}

const sumsAt = (buffer: Buffer, at: number): Sums => [buffer.readUInt32BE(at), buffer.readUInt32BE(at + 4)]
const equal = (a: Sums, b: Sums) => a[0] === b[0] && a[1] === b[1]

/** SQLite's checksum: Fibonacci-weighted, over pairs of words. */
function sum(buffer: Buffer, [a, b]: Sums, order: 'little' | 'big'): Sums {
  const little = order === 'little'
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
  let s0 = a | 0
  let s1 = b | 0
  for (let n = 0; n < buffer.length; n += 8) {
    s0 = (s0 + view.getUint32(n, little) + s1) | 0
    s1 = (s1 + view.getUint32(n + 4, little) + s0) | 0
  }
  return [s0 >>> 0, s1 >>> 0]
}
