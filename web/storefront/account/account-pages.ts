import { type PageRoute, pageRoute } from '#web/kit/page-route.tsx'

/** Signing up, logging in, and what is a member's own. */
export const accountPages: readonly PageRoute[] = [
  pageRoute('/login', () => import('./login-page.tsx').then(({ LoginPage }) => LoginPage)),
  pageRoute('/signup', () => import('./sign-up-page.tsx').then(({ SignUpPage }) => SignUpPage)),
  pageRoute('/verify', () => import('./verify-page.tsx').then(({ VerifyPage }) => VerifyPage)),
  pageRoute('/reset-password', () =>
    import('./reset-password-page.tsx').then(({ ResetPasswordPage }) => ResetPasswordPage),
  ),
  pageRoute('/account', () => import('./profile-page.tsx').then(({ ProfilePage }) => ProfilePage)),
  pageRoute('/account/addresses', () =>
    import('./addresses-page.tsx').then(({ AddressesPage }) => AddressesPage),
  ),
  pageRoute('/account/security', () =>
    import('./security-page.tsx').then(({ SecurityPage }) => SecurityPage),
  ),
  pageRoute('/account/data', () =>
    import('./own-data-page.tsx').then(({ OwnDataPage }) => OwnDataPage),
  ),
  pageRoute('/wishlist', () => import('./wishes-page.tsx').then(({ WishesPage }) => WishesPage)),
]
