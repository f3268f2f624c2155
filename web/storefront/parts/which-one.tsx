import { chosenOptions } from './chosen-options.ts'

/** `blue · L`: which of a product it is; nothing where there is one only. */
export function WhichOne({ options }: { readonly options: Readonly<Record<string, string>> }) {
  const text = chosenOptions(options)
  return text === '' ? null : <span className="block truncate text-16">{text}</span>
}
