import { computed, signal } from '@preact/signals'
import type { Attention, AttentionRow } from '../../src/api/index.ts'
import { get, isAway, messageOf } from '../api.ts'
import { keyOf } from '../executions/merge.ts'
import { onEvent } from '../live/events.ts'

/** What the server's scan has found; undefined until it's known. */
export const attention = signal<Attention | undefined>(undefined)
/** Why it isn't known. */
export const attentionError = signal<string | undefined>(undefined)

/** The rows by their runs. */
export const attentionOf = computed(
  () => new Map<string, AttentionRow>(attention.value?.executions.map(row => [keyOf(row), row])),
)

/** The least time between two loads, in milliseconds: a scan reports often. */
const pause = 1000
let timer: ReturnType<typeof setTimeout> | undefined
let isLoading = false
let isAsked = false

/** Loads it now and whenever the scan has found more; once in the page. */
export function startAttention() {
  void load()
  onEvent('attention', loadSoon)
  onEvent('connected', ({ again }) => again && loadSoon())
  onEvent('reload', loadSoon)
}

function loadSoon() {
  timer ??= setTimeout(() => {
    timer = undefined
    void load()
  }, pause)
}

async function load() {
  isAsked = true
  if (isLoading) return
  isLoading = true
  while (isAsked) {
    isAsked = false
    try {
      attention.value = await get<Attention>('/api/attention')
      attentionError.value = undefined
    } catch (error) {
      if (!isAway(error)) attentionError.value = messageOf(error)
    }
  }
  isLoading = false
}
