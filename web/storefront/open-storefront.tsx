import './storefront.css'
import { language } from '#web/kit/language.ts'
import { openApp } from '#web/kit/open-app.tsx'
import { loadWords } from '#web/kit/use-words.ts'
import { beginPage } from './begin-page.ts'
import { Storefront } from './storefront.tsx'
import { shellWords } from './words/shell.ts'

openApp(<Storefront />, '/', queries => {
  void loadWords(shellWords, language.read())
  beginPage(location.pathname, queries)
})
