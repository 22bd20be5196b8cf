import { Component, type ComponentChildren } from 'preact'
import { messageOf } from '../api.ts'

/** Shows an error of this page's own code in its place, so that the rest of the page goes on. */
export class Boundary extends Component<
  { readonly children: ComponentChildren },
  { readonly error?: unknown }
> {
  static override getDerivedStateFromError = (error: unknown) => ({ error })

  override componentDidCatch(error: unknown) {
    console.error(error)
  }

  override render() {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return (
      <>
        <h1 tabIndex={-1}>This page has failed</h1>
        <p class="error-line" role="alert">
          {messageOf(error)}
        </p>
        <p>
          It’s an error of the console.{' '}
          <button type="button" onClick={() => location.reload()}>
            Load the page again
          </button>
        </p>
      </>
    )
  }
}
