import { words } from '#web/kit/use-words.ts'

/** Privileged acts, and what was asked for with them, by the names of the audit log. */
export const consoleAuditWords = words({
  ko: () => import('./console-audit.ko.ts'),
  en: () => import('./console-audit.en.ts'),
})
