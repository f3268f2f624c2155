import { consoleWords } from '#web/console/words/console.ts'
import { consoleAuditWords } from '#web/console/words/console-audit.ts'
import { consoleGoodsWords } from '#web/console/words/console-goods.ts'
import { useWords } from '#web/kit/use-words.ts'

/** What a recorded value is called that is one of a few; any other is called as it was recorded. */
export function useValueWord(): (field: string, value: string) => string {
  const say = useWords(consoleWords)
  const sayGoods = useWords(consoleGoodsWords)
  const sayAudit = useWords(consoleAuditWords)
  const roles = {
    member: say('role_member'),
    merchant: say('role_merchant'),
    admin: say('role_admin'),
  }
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    kind: { drop: sayGoods('kindDropShort'), regular: sayGoods('kindRegularShort') },
    outcome: { created: sayAudit('admin_created'), promoted: sayAudit('admin_promoted') },
    locale: { ko: '한국어', en: 'English' },
    before: roles,
    after: roles,
  }
  return (field, value) => words[field]?.[value] ?? value
}
