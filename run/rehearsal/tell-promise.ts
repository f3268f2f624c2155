import type { JudgedPromise } from '#contracts/rehearsals.ts'
import { fillIn } from './fill-in.ts'
import { type PromiseName, promiseWords } from './promise-words.ts'
import type { ReportLanguage } from './report-words.ts'

type Judged = {
  readonly isKept: boolean
  /** What was found, for the fields of the words. */
  readonly figures: Readonly<Record<string, string | number>>
  /** In the place of the usual finding: a sentence that is known in English only. */
  readonly fault?: string | undefined
}

/** One promise of the shop, whether it was kept, and what was found: in the words of its readers. */
export function tellPromise(name: PromiseName, { isKept, figures, fault }: Judged): JudgedPromise {
  const { en, ko } = promiseWords[name]
  const found = (text: string): string => fault ?? fillIn(text, figures)
  return {
    ...{ promise: en.promise, isKept, finding: found(en.finding) },
    inKorean: { promise: ko.promise, finding: found(ko.finding) },
  }
}

/** In the words of this language, where they are known in it. */
export const inWordsOf = (
  language: ReportLanguage,
  { inKorean, ...inEnglish }: JudgedPromise,
): Pick<JudgedPromise, 'promise' | 'finding'> =>
  language === 'ko' ? (inKorean ?? inEnglish) : inEnglish
