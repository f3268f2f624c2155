import { Search, ShoppingBag, User } from 'lucide-react'
import { Link } from 'react-router'
import { isOnline } from '#web/kit/network.ts'
import { isRehearsal } from '#web/kit/server-clock.ts'
import { useStanding, useStore } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { Logo } from './logo.tsx'
import { shellWords } from './words/shell.ts'

const navLink =
  'inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-12 text-14 text-ink hover:bg-sunken md:px-3'

/** Where there is room it is seen; it is always read out. */
const navName = 'max-md:sr-only'

/** What stands above every page of the shop. */
export function ShopHeader() {
  const say = useWords(shellWords)
  const isMember = useStanding().is === 'member'
  const online = useStore(isOnline)
  const rehearsal = useStore(isRehearsal)
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-paper">
      <a
        href="#main"
        className="absolute -top-20 left-4 rounded-8 bg-ink px-4 py-2 text-paper focus:top-2"
      >
        {say('skipToContent')}
      </a>
      <div className="mx-auto flex h-16 max-w-content items-center px-4 md:px-6">
        <Link to="/" className="mr-auto flex rounded-8">
          <Logo />
        </Link>
        {/* What is seen ends where the page does; what is pressed is wider. */}
        <div className="-mr-2.5 flex gap-1 md:-mr-3">
          <Link to="/products" className={navLink}>
            <Search aria-hidden className="size-6" />
            <span className={navName}>{say('search')}</span>
          </Link>
          <Link to="/cart" className={navLink}>
            <ShoppingBag aria-hidden className="size-6" />
            <span className={navName}>{say('cart')}</span>
          </Link>
          <Link to={isMember ? '/account' : '/login'} className={navLink}>
            <User aria-hidden className="size-6" />
            <span className={navName}>{say(isMember ? 'account' : 'logIn')}</span>
          </Link>
        </div>
      </div>
      <div role="status" className="bg-short-ground text-center text-14 text-short">
        {rehearsal && <p className="px-4 py-2">{say('rehearsal')}</p>}
        {!online && <p className="px-4 py-2">{say('offline')}</p>}
      </div>
    </header>
  )
}
