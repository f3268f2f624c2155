import { useId } from 'react'
import { chooseLanguage, language } from '#web/kit/language.ts'
import { chooseScheme, type Scheme, scheme } from '#web/kit/scheme.ts'
import { useStore } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { shellWords } from './words/shell.ts'

const schemes: readonly Scheme[] = ['auto', 'light', 'dark']
const pick = 'min-h-11 rounded-12 border border-edge bg-surface px-3 text-14'

/** What stands below every page of the shop: how it speaks, and how it looks. */
export function ShopFooter() {
  const say = useWords(shellWords)
  const id = useId()
  const names = { auto: say('schemeAuto'), light: say('schemeLight'), dark: say('schemeDark') }
  return (
    <footer className="mt-12 border-t border-line">
      <div className="mx-auto flex max-w-content flex-wrap items-center gap-3 px-4 py-6 text-14 text-quiet md:px-6">
        <p className="mr-auto">{say('promise')}</p>
        <label className="sr-only" htmlFor={`${id}-language`}>
          {say('language')}
        </label>
        <select
          id={`${id}-language`}
          className={pick}
          value={useStore(language)}
          onChange={event => chooseLanguage(event.target.value === 'ko' ? 'ko' : 'en')}
        >
          <option value="ko" lang="ko">
            한국어
          </option>
          <option value="en" lang="en">
            English
          </option>
        </select>
        <label className="sr-only" htmlFor={`${id}-scheme`}>
          {say('scheme')}
        </label>
        <select
          id={`${id}-scheme`}
          className={pick}
          value={useStore(scheme)}
          onChange={event =>
            chooseScheme(schemes.find(each => each === event.target.value) ?? 'auto')
          }
        >
          {schemes.map(each => (
            <option key={each} value={each}>
              {names[each]}
            </option>
          ))}
        </select>
      </div>
    </footer>
  )
}
