import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleGoodsWords } from '#web/console/words/console-goods.ts'
import { Button } from '#web/kit/button.tsx'
import { Choice, Field } from '#web/kit/field.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { refusalOf } from '#web/kit/refusal.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import type { Branch } from './category-branches.ts'

export function NewCategory({ branches }: { readonly branches: readonly Branch[] }) {
  const say = useWords(consoleGoodsWords)
  const refusalText = useRefusalText()
  const cache = useQueryClient()
  const [name, setName] = useState('')
  const [parentId, setParentId] = useState('')
  const create = useAction('catalog.createCategory', {
    once: () => 'new-category',
    done: () => {
      setName('')
      void cache.invalidateQueries({ queryKey: ['catalog.listCategories'] })
    },
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    create.mutate({ name: name.trim(), ...(parentId !== '' && { parentId }) })
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <div className="min-w-48 flex-1">
        <Field
          label={say('newCategory')}
          value={name}
          maxLength={80}
          pattern=".*\S.*"
          required
          onChange={({ target }) => setName(target.value)}
        />
      </div>
      <Choice
        label={say('under')}
        value={parentId}
        onChange={({ target }) => setParentId(target.value)}
      >
        <option value="">{say('atRoot')}</option>
        {branches.map(({ category, depth }) => (
          <option key={category.categoryId} value={category.categoryId}>
            {'\u2003'.repeat(depth)}
            {category.name}
          </option>
        ))}
      </Choice>
      <Button type="submit" isBusy={create.isPending}>
        {say('addCategory')}
      </Button>
      {create.error !== null && (
        <Notice look="wrong">{refusalText(refusalOf(create.error))}</Notice>
      )}
    </form>
  )
}
