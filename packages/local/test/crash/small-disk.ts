import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'ignore' })

/** A small file system in memory. Mounting it requires permissions that aren't available on every machine. */
export class SmallDisk {
  readonly folder = mkdtempSync(join(tmpdir(), 'swf-disk-'))

  constructor(kilobytes: number) {
    mount('-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', this.folder)
  }

  /** Fills the disk except for this number of kilobytes. */
  fill(kilobytes: number): void {
    const [, used] = execFileSync('df', ['--output=used', '-k', this.folder], { encoding: 'utf8' }).split(
      '\n',
    )
    mount('-o', `remount,size=${Number(used) + kilobytes}k`, this.folder)
  }

  makeRoom(): void {
    mount('-o', 'remount,size=200m', this.folder)
  }

  remove(): void {
    execFileSync('umount', ['--lazy', this.folder])
    rmSync(this.folder, { recursive: true })
  }
}

export function mayMount(): boolean {
  try {
    new SmallDisk(64).remove()
    return true
  } catch {
    return false
  }
}
