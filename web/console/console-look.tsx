import { useId } from 'react'
import { chooseLanguage, language } from '#web/kit/language.ts'
import { chooseScheme, type Scheme, scheme } from '#web/kit/scheme.ts'
import { useStore } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { consoleWords } from './words/console.ts'

const schemes: readonly Scheme[] = ['auto', 'light', 'dark']
const pick = 'min-h-9 min-w-0 rounded-8 border border-edge bg-surface px-2 text-14'

/** How the console speaks and looks, on this device. */
export function ConsoleLook() {
  const say = useWords(consoleWords)
  const id = useId()
  const names = { auto: say('schemeAuto'), light: say('schemeLight'), dark: say('schemeDark') }
  return (
    <div className="flex min-w-0 flex-wrap gap-2">
      <label className="sr-only" htmlFor={`${id}-language`}>
        {say('language')}
      </label>
      <select
        id={`${id}-language`}
        className={pick}
        value={useStore(language)}
        onChange={({ target }) => chooseLanguage(target.value === 'ko' ? 'ko' : 'en')}
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
        onChange={({ target }) =>
          chooseScheme(schemes.find(each => each === target.value) ?? 'auto')
        }
      >
        {schemes.map(each => (
          <option key={each} value={each}>
            {names[each]}
          </option>
        ))}
      </select>
    </div>
  )
}
