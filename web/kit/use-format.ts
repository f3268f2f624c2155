import { type Format, formatIn } from './format.ts'
import { language } from './language.ts'
import { useStore } from './use-store.ts'

export const useFormat = (): Format => formatIn(useStore(language))
