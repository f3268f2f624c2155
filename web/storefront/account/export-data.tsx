import { Button } from '#web/kit/button.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { saveAsJson } from '#web/kit/save-file.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { RefusalNotice } from './refusal-notice.tsx'
import { accountWords } from './words/account-words.ts'

/** All that the shop knows, as a file. */
export function ExportData() {
  const say = useWords(accountWords)
  const take = useAction('members.exportMe', {
    done: all => saveAsJson('firstcome-my-data.json', all),
  })
  return (
    <section aria-labelledby="export" className="flex flex-col items-start gap-4">
      <h2 id="export" className="text-20">
        {say('exportTitle')}
      </h2>
      <p className="text-quiet">{say('exportText')}</p>
      <Button isBusy={take.isPending} onClick={() => take.mutate({})}>
        {say('export')}
      </Button>
      {take.isSuccess && <Notice look="yours">{say('exported')}</Notice>}
      <RefusalNotice refusal={take.error?.refusal ?? null} />
    </section>
  )
}
