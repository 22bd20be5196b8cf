import { Copy } from '../../parts/copy.tsx'
import type { RunState } from '../run-state.ts'

interface Props {
  readonly variables: Readonly<Record<string, string>> | undefined
  readonly state: RunState
  readonly redacted: boolean
}

/** The local variables of a branch. Those that it hasn't set yet are pale. */
export function Variables({ variables, state, redacted }: Props) {
  if (redacted) {
    return (
      <p class="hidden-value">
        <span class="muted">Variables are hidden, because payloads are encrypted. </span>
        <button type="button" onClick={() => state.reveal()}>
          Reveal
        </button>
      </p>
    )
  }
  const all = Object.entries(variables ?? {})
  if (all.length === 0) return null
  const set = all.filter(([, value]) => value !== 'undefined')
  const unset = all.filter(([, value]) => value === 'undefined').map(([name]) => name)
  return (
    <>
      <table class="variables">
        <caption class="unseen">Variables</caption>
        <tbody>
          {set.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="mono">
                {value}
                <span class="value-tools">
                  <Copy text={value} what={`the variable ${name}`} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {unset.length > 0 && <p class="muted small unset">not set yet: {unset.join(', ')}</p>}
    </>
  )
}
