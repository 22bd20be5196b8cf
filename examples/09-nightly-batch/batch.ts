/** The night that a batch is for, and which round of it this is. Round 2 does what failed in round 1. */
export interface Night {
  /** A date such as `2026-11-29`. Together with an account it identifies the interest. */
  readonly night: string
  readonly round: number
}

/** A batch: interest for the accounts of a bank. */
export interface Batch extends Night {
  /** The numbers of the accounts, or how many there are, counted from 1. */
  readonly accounts: readonly number[] | number
  /** How many accounts may fail. If more of them fail, the batch fails. */
  readonly tolerate: number
}

/** The part of a batch that one child workflow does. */
export interface Part extends Night {
  readonly accounts: readonly number[]
}

/** The interest of one account. */
export interface Posting extends Night {
  readonly account: number
}

/** An account that got no interest. */
export interface Failed {
  readonly account: number
  readonly reason: string
}

/** What a batch has done. */
export interface Report {
  readonly done: number
  readonly failed: readonly Failed[]
}

/** What `handle.status()` of a batch returns: numbers of accounts. */
export interface Progress {
  readonly done: number
  readonly failed: number
  readonly of: number
}

/** Cuts a list into parts of at most `size` items. */
export const cut = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, nth) =>
    items.slice(nth * size, (nth + 1) * size),
  )
