import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Category } from '#contracts/categories.ts'
import { AskFirst } from '#web/console/ask-first.tsx'
import { changedFields } from '#web/console/changed-fields.ts'
import { CompactButton, CompactLink } from '#web/console/compact-button.tsx'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleGoodsWords } from '#web/console/words/console-goods.ts'
import { Choice, Field } from '#web/kit/field.tsx'
import { refusalOf } from '#web/kit/refusal.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { possibleParents } from './category-branches.ts'

type CategoryRowProps = {
  readonly category: Category
  readonly depth: number
  readonly all: readonly Category[]
}

const indents = ['pl-4', 'pl-10', 'pl-16', 'pl-22', 'pl-28']

export function CategoryRow({ category, depth, all }: CategoryRowProps) {
  const say = useWords(consoleGoodsWords)
  const refusalText = useRefusalText()
  const cache = useQueryClient()
  const [asked, setAsked] = useState<'change' | 'remove' | null>(null)
  const done = () => {
    setAsked(null)
    void cache.invalidateQueries({ queryKey: ['catalog.listCategories'] })
  }
  const change = useAction('catalog.changeCategory', { done })
  const remove = useAction('catalog.deleteCategory', { done })
  const { categoryId, name, parentId } = category
  return (
    <li
      className={`flex flex-wrap items-center gap-2 py-2 pr-4 ${indents[depth] ?? indents.at(-1)}`}
    >
      <span className="mr-auto max-sm:w-full">{name}</span>
      <CompactLink to={`/products?category=${categoryId}`} look="bare">
        {say('itsProducts')}
      </CompactLink>
      <CompactButton aria-label={say('changeWhich', { name })} onClick={() => setAsked('change')}>
        {say('changeCategory')}
      </CompactButton>
      <CompactButton
        look="wrong"
        aria-label={say('removeWhich', { name })}
        onClick={() => setAsked('remove')}
      >
        {say('remove')}
      </CompactButton>
      <AskFirst
        act={say('changeCategory')}
        isOpen={asked === 'change'}
        close={() => setAsked(null)}
        isHarmless
        isBusy={change.isPending}
        trouble={change.error === null ? null : refusalText(refusalOf(change.error))}
        onSure={fields => {
          const shown = { name, parentId }
          const typed = {
            name: String(fields.get('name')).trim(),
            parentId: String(fields.get('parentId')) || null,
          }
          change.mutate({ categoryId, ...changedFields(typed, shown) })
        }}
      >
        <Field
          label={say('categoryName')}
          name="name"
          defaultValue={name}
          maxLength={80}
          pattern=".*\S.*"
          required
        />
        <Choice label={say('under')} name="parentId" defaultValue={parentId ?? ''}>
          <option value="">{say('atRoot')}</option>
          {possibleParents(all, categoryId).map(branch => (
            <option key={branch.category.categoryId} value={branch.category.categoryId}>
              {'\u2003'.repeat(branch.depth)}
              {branch.category.name}
            </option>
          ))}
        </Choice>
      </AskFirst>
      <AskFirst
        act={say('remove')}
        isOpen={asked === 'remove'}
        close={() => setAsked(null)}
        isBusy={remove.isPending}
        trouble={remove.error === null ? null : refusalText(refusalOf(remove.error))}
        onSure={() => remove.mutate({ categoryId })}
      >
        <p>{say('removeCategoryWill', { name })}</p>
      </AskFirst>
    </li>
  )
}
