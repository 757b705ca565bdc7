// A page that throws, or whose file cannot be loaded (the portals were renewed meanwhile), says so and can be loaded anew; the frame stays.
import { Component, type ReactNode } from 'react'
import { say } from '../language/language.ts'
import { Failure } from './notice.tsx'

interface CaughtProps {
  children: ReactNode
  /** The path: another page is another try. */
  at?: string
}

/** React catches by classes only. */
export class Caught extends Component<CaughtProps, { error: unknown }> {
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error }
  }

  override componentDidUpdate({ at }: CaughtProps): void {
    if (at !== this.props.at && this.state.error !== undefined) this.setState({ error: undefined })
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children
    return (
      <Failure
        error={this.state.error}
        title={say().shared.couldNotLoad(say().portal.thePage)}
        retry={() => window.location.reload()}
      />
    )
  }
}
