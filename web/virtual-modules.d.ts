declare module 'virtual:contract-routes' {
  /** By `service.operation`: method and path, with `!` before them where a token is needed. */
  export const routes: Readonly<Record<string, string>>
  export const streamRoutes: Readonly<Record<string, string>>
}

declare module 'virtual:console-routes' {
  /** Those of the console, which the shop's bundle does without. */
  export const consoleRoutes: Readonly<Record<string, string>>
}
