declare module 'virtual:contract-routes' {
  /** By `service.operation`: method and path, with `!` before them where a token is needed. */
  export const routes: Readonly<Record<string, string>>
  export const streamRoutes: Readonly<Record<string, string>>
}
