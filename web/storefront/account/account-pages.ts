import { type PageRoute, pageRoute } from '#web/kit/page-route.tsx'
import { orderWords } from '#web/storefront/orders/words/order-words.ts'
import { accountWords } from './words/account-words.ts'
import { addressWords } from './words/address-words.ts'
import { entryWords } from './words/entry-words.ts'
import { formWords } from './words/form-words.ts'
import { refusalWords } from './words/refusal-words.ts'

const ofEntry = [entryWords, formWords, refusalWords]
/** Also what opens later: a page that waits for words once it is drawn would vanish meanwhile. */
const ofAccount = [accountWords, formWords, refusalWords, addressWords, orderWords]

/** Signing up, logging in, and what is a member's own. */
export const accountPages: readonly PageRoute[] = [
  pageRoute('/login', () => import('./login-page.tsx').then(({ LoginPage }) => LoginPage), ofEntry),
  pageRoute(
    '/signup',
    () => import('./sign-up-page.tsx').then(({ SignUpPage }) => SignUpPage),
    ofEntry,
  ),
  pageRoute(
    '/verify',
    () => import('./verify-page.tsx').then(({ VerifyPage }) => VerifyPage),
    ofEntry,
  ),
  pageRoute(
    '/reset-password',
    () => import('./reset-password-page.tsx').then(({ ResetPasswordPage }) => ResetPasswordPage),
    ofEntry,
  ),
  pageRoute(
    '/account',
    () => import('./profile-page.tsx').then(({ ProfilePage }) => ProfilePage),
    ofAccount,
  ),
  pageRoute(
    '/account/addresses',
    () => import('./addresses-page.tsx').then(({ AddressesPage }) => AddressesPage),
    ofAccount,
  ),
  pageRoute(
    '/account/security',
    () => import('./security-page.tsx').then(({ SecurityPage }) => SecurityPage),
    ofAccount,
  ),
  pageRoute(
    '/account/data',
    () => import('./own-data-page.tsx').then(({ OwnDataPage }) => OwnDataPage),
    ofAccount,
  ),
  pageRoute(
    '/wishlist',
    () => import('./wishes-page.tsx').then(({ WishesPage }) => WishesPage),
    ofAccount,
  ),
]
