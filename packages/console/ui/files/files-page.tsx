import { useRef, useState } from 'preact/hooks'
import type { OpenFile } from '../../src/api/index.ts'
import { messageOf, upload } from '../api.ts'
import { useTitle } from '../parts/title.ts'
import { navigate } from '../router.ts'
import { hrefOf } from '../routes.ts'
import { load, session } from '../session.ts'

/** Opens recorded histories. They stay on this computer, and nothing of them can run. */
export function FilesPage() {
  useTitle('Files')
  const [isOver, setOver] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | undefined>(undefined)
  const chooser = useRef<HTMLInputElement>(null)
  const files = session.value?.files ?? []
  const open = async (list: FileList | null | undefined) => {
    setOver(false)
    setError(undefined)
    setBusy(true)
    const opened: OpenFile[] = []
    try {
      for (const file of list ?? [])
        opened.push(...(await upload<readonly OpenFile[]>('/api/files', { name: file.name }, file)))
    } catch (thrown) {
      setError(messageOf(thrown))
    } finally {
      setBusy(false)
    }
    await load()
    if (opened.length === 1) navigate(hrefOf({ file: opened[0]!.id }))
  }
  return (
    <>
      <h1 tabIndex={-1}>Files</h1>
      <section
        class={isOver ? 'panel drop over' : 'panel drop'}
        aria-label="Open a file"
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={event => {
          event.preventDefault()
          void open(event.dataTransfer?.files)
        }}
      >
        <p>
          Drop recorded histories here, or{' '}
          <button type="button" aria-disabled={isBusy} onClick={() => chooser.current?.click()}>
            {isBusy ? 'Opening…' : 'Choose files…'}
          </button>
        </p>
        <input
          ref={chooser}
          type="file"
          class="unseen"
          tabIndex={-1}
          aria-label="Files with histories"
          multiple
          accept=".json,.jsonl,application/json"
          onChange={event => {
            const { files: chosen } = event.currentTarget
            void open(chosen)
          }}
        />
        <p class="muted">
          What <code>reyield export</code> or <code>aws swf get-workflow-execution-history</code> has written.
          The server of this page on your computer reads it; nothing is sent to SWF.
        </p>
        {error !== undefined && (
          <p class="error-line" role="alert">
            {error}
          </p>
        )}
      </section>
      {files.length > 0 && (
        <section class="panel" aria-labelledby="open-files">
          <header>
            <h2 id="open-files">Open files</h2>
          </header>
          <ul class="padded">
            {files.map(({ id, name }) => (
              <li key={id}>
                <a class="wrap" href={hrefOf({ file: id })}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
