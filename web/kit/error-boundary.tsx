import { Component, type ReactNode } from 'react'
import { useLocation } from 'react-router'

type Props = { readonly children: ReactNode; readonly instead: (retry: () => void) => ReactNode }

/** Shows something else where a part of the page broke, until one goes somewhere else. */
export function ErrorBoundary(props: Props) {
  const { pathname } = useLocation()
  return <Boundary {...props} at={pathname} />
}

type State = { readonly brokenAt: string | null }

class Boundary extends Component<Props & { readonly at: string }, State> {
  override state: State = { brokenAt: null }

  override componentDidCatch(): void {
    this.setState({ brokenAt: this.props.at })
  }

  static getDerivedStateFromError(): State {
    return { brokenAt: '' }
  }

  override render() {
    const { brokenAt } = this.state
    const { at, children, instead } = this.props
    if (brokenAt === null || (brokenAt !== '' && brokenAt !== at)) return children
    return instead(() => this.setState({ brokenAt: null }))
  }
}
