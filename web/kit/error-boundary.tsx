import { Component, type ReactNode } from 'react'

type Props = { readonly children: ReactNode; readonly instead: (retry: () => void) => ReactNode }

/** Shows something else where a part of the page broke. */
export class ErrorBoundary extends Component<Props, { readonly isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  override render() {
    if (!this.state.isBroken) return this.props.children
    return this.props.instead(() => this.setState({ isBroken: false }))
  }
}
