import { useId, useState } from 'preact/hooks'
import type { Action } from '../../src/api/index.ts'
import { navigate } from '../router.ts'
import { hrefOf } from '../routes.ts'
import { session } from '../session.ts'
import { ActionDialog } from './action-dialog.tsx'
import type { EntryIssue } from './schema/entry.ts'
import { Labeled } from './schema/schema-form.tsx'
import { draftOf, sentBy, ValueInput } from './value-input.tsx'

/** Starts an execution of a configured workflow, or of any type whose name and version are entered. */
export function StartDialog({ close }: { readonly close: () => void }) {
  const known = session.value?.workflows ?? []
  const first = known[0]
  const [type, setType] = useState(first === undefined ? '' : typeText(first))
  const [workflowId, setWorkflowId] = useState('')
  const [taskList, setTaskList] = useState('')
  const [tags, setTags] = useState('')
  const [value, setValue] = useState(() => draftOf(first?.inputSchema))
  const [issues, setIssues] = useState<readonly EntryIssue[]>([])
  const list = useId()
  const choose = (text: string) => {
    setType(text)
    const schema = known.find(one => typeText(one) === text)?.inputSchema
    if (schema !== value.schema) setValue(draftOf(schema))
  }
  const errorsAt = (path: string) => issues.filter(issue => issue.path === path).map(({ message }) => message)
  const [, name, version] = /^(.+)@(.+)$/.exec(type.trim()) ?? []
  const sent = sentBy(value)
  const missing: EntryIssue[] = [
    ...(name === undefined ? [{ path: 'type', message: 'Enter the name and the version: order@1.0.' }] : []),
    ...(workflowId.trim() === ''
      ? [{ path: 'workflowId', message: 'Enter an id: only one open execution can have it.' }]
      : []),
    ...('issues' in sent ? sent.issues : []),
  ]
  const action: Action | undefined =
    missing.length > 0 || name === undefined || version === undefined || 'issues' in sent
      ? undefined
      : {
          kind: 'start',
          workflow: { name, version },
          workflowId: workflowId.trim(),
          ...(sent.text !== undefined && { input: sent.text }),
          ...(taskList.trim() !== '' && { taskList: taskList.trim() }),
          ...(tags.trim() !== '' && {
            tags: tags
              .split(',')
              .map(tag => tag.trim())
              .filter(tag => tag !== ''),
          }),
        }
  return (
    <ActionDialog
      title="Start an execution"
      verb="Start"
      action={action}
      onMissing={() => setIssues(missing)}
      onIssues={setIssues}
      close={close}
      onDone={({ run }) => run !== undefined && navigate(hrefOf(run))}
    >
      <Labeled label="Workflow" errors={errorsAt('type')}>
        {attributes =>
          known.length > 0 ? (
            <select {...attributes} value={type} onChange={event => choose(event.currentTarget.value)}>
              {known.map(one => (
                <option key={typeText(one)} value={typeText(one)}>
                  {one.name} {one.version}
                </option>
              ))}
            </select>
          ) : (
            <input
              {...attributes}
              value={type}
              placeholder="order@1.0"
              autoComplete="off"
              onInput={event => choose(event.currentTarget.value)}
            />
          )
        }
      </Labeled>
      <Labeled label="Workflow id" errors={errorsAt('workflowId')}>
        {attributes => (
          <input
            {...attributes}
            value={workflowId}
            autoComplete="off"
            spellcheck={false}
            onInput={event => setWorkflowId(event.currentTarget.value)}
          />
        )}
      </Labeled>
      <ValueInput
        label="Input"
        draft={value}
        change={setValue}
        issues={issues.filter(({ path }) => path.startsWith('$'))}
      />
      <details>
        <summary>Task list and tags</summary>
        <Labeled label="Task list" hint="Empty: that of the workflow.">
          {attributes => (
            <input
              {...attributes}
              list={list}
              value={taskList}
              onInput={event => setTaskList(event.currentTarget.value)}
            />
          )}
        </Labeled>
        <Labeled label="Tags" hint="At most five, separated by commas.">
          {attributes => (
            <input {...attributes} value={tags} onInput={event => setTags(event.currentTarget.value)} />
          )}
        </Labeled>
      </details>
    </ActionDialog>
  )
}

const typeText = ({ name, version }: { readonly name: string; readonly version: string }) =>
  `${name}@${version}`
