/** What came of the provider's window, or of its fields on this page. */
export type WindowOutcome =
  /** The shopper has agreed, and the shop may ask for the money. */
  | { readonly is: 'authorized'; readonly providerKey?: string }
  | { readonly is: 'declined'; readonly declineCode: string | undefined }
  /** Nothing was agreed to: the window was closed, or failed; the provider says by a code which. */
  | { readonly is: 'left'; readonly code: string }
  /** The fields say themselves what is missing. */
  | { readonly is: 'incomplete' }
  /** It did not open. */
  | { readonly is: 'broken' }
