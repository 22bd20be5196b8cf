import type { StateShape, StateLook } from '../parts/states.ts'
import { Shape } from '../parts/state.tsx'
import type { StateAt } from './model/step-at.ts'
import { stateText } from './model/step-title.ts'

const looks: Readonly<Record<StateAt, readonly [StateShape, StateLook['tone'] | 'wait']>> = {
  future: ['ring', 'quiet'],
  waiting: ['clock', 'wait'],
  running: ['ring', 'live'],
  retrying: ['triangle', 'warn'],
  completed: ['check', 'ok'],
  failed: ['cross', 'bad'],
  timedOut: ['clock', 'bad'],
  canceled: ['slash', 'quiet'],
  terminated: ['square', 'bad'],
  refused: ['cross', 'bad'],
  abandoned: ['slash', 'quiet'],
}

/** The color of a step's state. */
export const toneOf = (state: StateAt) => looks[state][1]

/** The state of a step as a shape; its name is for screen readers, or beside it with `named`. */
export function StepState({ state, named = false }: { readonly state: StateAt; readonly named?: boolean }) {
  const [shape, tone] = looks[state]
  return (
    <span class={`state ${tone}`} title={stateText[state]}>
      <Shape shape={shape} />
      <span class={named ? '' : 'unseen'}>{stateText[state]}</span>
    </span>
  )
}
