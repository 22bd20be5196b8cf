import { useState } from 'preact/hooks'
import type { ValueNode } from '../../../src/api/index.ts'
import { Copy } from '../../parts/copy.tsx'
import { childrenOf, preview, valueText } from '../model/value-text.ts'

/** How many parts are shown at once. */
const part = 100

/** A value as a tree whose parts are drawn when they are opened. `path`: how the whole is called in copied paths. */
export const ValueTree = ({ value, path }: { readonly value: ValueNode; readonly path: string }) => (
  <div class="value-tree">
    <Node label={undefined} path={path} value={value} open />
  </div>
)

interface NodeProps {
  readonly label: string | undefined
  readonly path: string
  readonly value: ValueNode
  readonly open?: boolean
}

function Node({ label, path, value, open: first = false }: NodeProps) {
  const [open, setOpen] = useState(first)
  const children = childrenOf(value, path)
  const line = (
    <>
      {label !== undefined && <span class="value-key">{label}</span>}
      <span class={`value-is value-${value.is}`}>{preview(value)}</span>
      {size(value)}
    </>
  )
  return (
    <>
      <div class={`value-line ${children.length === 0 ? 'value-leaf' : ''}`}>
        {children.length === 0 ? (
          line
        ) : (
          <button
            type="button"
            class="plain value-toggle"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <svg viewBox="0 0 10 10" width="9" height="9" aria-hidden="true">
              <path d={open ? 'M1 3l4 4 4-4z' : 'M3 1l4 4-4 4z'} fill="currentColor" />
            </svg>
            {line}
          </button>
        )}
        <Tools path={path} value={value} />
      </div>
      {open && children.length > 0 && <Parts children={children} />}
    </>
  )
}

function Parts({ children }: { readonly children: ReturnType<typeof childrenOf> }) {
  const [shown, setShown] = useState(part)
  return (
    <div class="value-parts">
      {children.slice(0, shown).map(child => (
        <Node key={child.path} {...child} />
      ))}
      {shown < children.length && (
        <button type="button" class="plain" onClick={() => setShown(shown + part)}>
          Show {Math.min(part, children.length - shown)} more of {children.length}
        </button>
      )}
    </div>
  )
}

/** The buttons of a part. They are in the order of keys, and pale until the part is pointed at. */
const Tools = ({ path, value }: { readonly path: string; readonly value: ValueNode }) => (
  <span class="value-tools">
    <Copy
      text={() => (value.is === 'string' ? value.text : valueText(value))}
      what={`the value of ${path}`}
    />
    <CopyPath path={path} />
  </span>
)

const CopyPath = ({ path }: { readonly path: string }) => (
  <span class="value-path">
    <Copy text={path} what={`the path ${path}`} />
  </span>
)

function size(value: ValueNode) {
  const counts: Partial<Record<ValueNode['is'], string>> = { array: 'items', object: 'members' }
  const what = counts[value.is]
  return what !== undefined && 'size' in value && value.size > 3 ? (
    <span class="muted small">
      {' '}
      {value.size} {what}
    </span>
  ) : null
}
