import { type PageRoute, pageRoute } from '#web/kit/page-route.tsx'

/** Signing up, logging in, and what is a member's own. */
export const accountPages: readonly PageRoute[] = [
  pageRoute('/login', () => import('./login-page.tsx').then(({ LoginPage }) => LoginPage)),
  pageRoute('/signup', () => import('./sign-up-page.tsx').then(({ SignUpPage }) => SignUpPage)),
  pageRoute('/verify', () => import('./verify-page.tsx').then(({ VerifyPage }) => VerifyPage)),
  pageRoute('/reset-password', () =>
    import('./reset-password-page.tsx').then(({ ResetPasswordPage }) => ResetPasswordPage),
  ),
]
