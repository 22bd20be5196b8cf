import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/**
 * The size of the header of a write-ahead log, and of each frame header, in bytes (SQLite's "Database File Format", section 4).
 */
const headerBytes = 32
const frameHeaderBytes = 24
const magics: Readonly<Record<number, 'little' | 'big'>> = { 0x377f0682: 'little', 0x377f0683: 'big' }
/** The page size of our files, for a write-ahead log whose header is damaged. */
const usualPageSize = 4096

/** A description of a write-ahead log. */
export interface Wal {
  /** The number of frames of this log, whether SQLite reads them or not. */
  readonly frames: number
  /** The number of frames up to the first one whose checksum doesn't match. SQLite reads only these. */
  readonly valid: number
  /** The number of frames after that, which belong to the log but are silently ignored by SQLite. */
  readonly afterCut: number
  /**
   * Why the invalid frame can't be an interrupted write, but is damage: `header` (the whole log is ignored), `later-commits`
   * (something was committed after the invalid frame, so everything before had been synchronized), or `commit` (except for the
   * invalid frame, its transaction is complete: damage, or a loss of power while it was written). Undefined if it can be an
   * interrupted write.
   */
  readonly damage: 'header' | 'later-commits' | 'commit' | undefined
}

type Sums = readonly [number, number]

/** The parts of a frame or of the header on which the next frame depends. */
interface Link {
  readonly salts: string
  readonly sums: Sums
}

/**
 * Reads the write-ahead log of a database file, without SQLite. Returns undefined if there is none, or none with frames. Since
 * SQLite holds no locks on the log, it can be read while the database is open.
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

/** Describes the first invalid frame of a write-ahead log, and how many frames SQLite ignores. */
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
    // frames of an older log can follow those of this one, which have the same salts as the header
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

/** SQLite's checksum (Fibonacci-weighted, over pairs of 32-bit words). */
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
