import { useId } from 'react'
import { classNames } from './class-names.ts'
import { chooseLanguage, language } from './language.ts'
import { chooseScheme, type Scheme, scheme } from './scheme.ts'
import { useStore } from './use-store.ts'
import { useWords } from './use-words.ts'
import { kitWords } from './words/kit.ts'

const schemes: readonly Scheme[] = ['auto', 'light', 'dark']
const sizes = {
  finger: 'min-h-11 rounded-12 px-3',
  mouse: 'min-h-9 min-w-0 rounded-8 px-2 pointer-coarse:min-h-11',
}

/** How this device speaks and looks: two lists to choose from, one beside the other. */
export function LookPickers({ size }: { size: keyof typeof sizes }) {
  const say = useWords(kitWords)
  const id = useId()
  const names = { auto: say('schemeAuto'), light: say('schemeLight'), dark: say('schemeDark') }
  const pick = classNames('border border-edge bg-surface text-14', sizes[size])
  return (
    <>
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
    </>
  )
}
