import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { ConfigFault } from '#platform/config.ts'
import { Environment } from '#platform/environment.ts'

/**
 * Throws `ConfigFault` where the settings file that Node was started with says something else than it
 * seems to: Node has read it then, in silence.
 */
export function refuseMisreadSettings(nodeOptions: readonly string[]): void {
  for (const path of settingsFilesIn(nodeOptions)) {
    const faults = existsSync(path) ? misreadIn(readFileSync(path, 'utf8')) : []
    if (faults.length > 0) throw new ConfigFault(faults.map(fault => `${path}: ${fault}`))
  }
}

const OPTION = /^--env-file(?:-if-exists)?(?:=(.*))?$/

function settingsFilesIn(options: readonly string[]): readonly string[] {
  return options.flatMap((option, at) => {
    const found = OPTION.exec(option)
    return found === null ? [] : (found[1] ?? options[at + 1] ?? [])
  })
}

/** A name with what follows it: in quotes, over lines too, or up to the end of the line. */
const SETTING = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*("[^"]*"|'[^']*'|`[^`]*`|.*)/gm

/** What a settings file seems to say and does not, each with what to do; no value is shown. */
export function misreadIn(text: string): readonly string[] {
  if (/^\uFEFF|\0|^\uFFFD/.test(text)) {
    return [
      'it is no plain UTF-8 (it begins with a byte order mark, or has two bytes a character), so that ' +
        'settings in it are not seen. Save it as UTF-8 without BOM.',
    ]
  }
  const faults: string[] = [...noSettingsIn(text), ...misspeltIn(text)]
  const values = new Map<string, string>()
  for (const [setting, name = '', value = ''] of text.matchAll(SETTING)) {
    if (isCut(value)) {
      faults.push(`${name}: a # ends the value. Put the whole value into quotes: ${name}="…#…".`)
    }
    const meant = parseEnv(setting)[name] ?? ''
    const before = values.get(name) ?? ''
    if (before !== '' && before !== meant) {
      faults.push(`${name}: it is set twice, to different values. Take one of the lines out.`)
    }
    values.set(name, meant)
  }
  faults.push(...readOtherwise(text, values))
  return [...new Set(faults)]
}

/** What the whole file says otherwise than its settings one by one: Node skips blanks and line ends after an =. */
function readOtherwise(text: string, values: ReadonlyMap<string, string>): readonly string[] {
  const read = parseEnv(text)
  const otherwise = [...values].filter(([name, meant]) => read[name] !== meant)
  return otherwise.map(
    ([name]) =>
      `${name}: it is not read as its line says. Leave no blank behind an = without a value: it would ` +
      'take the next line along.',
  )
}

/** Whether a # ends what seems to go on: outside of quotes, and not after a blank, where a comment begins. */
function isCut(value: string): boolean {
  if (/^(["'`])[\s\S]*\1/.test(value)) return false
  const [meant = ''] = value.split(/\s#/)
  return /\S#|#\S/.test(meant)
}

/** Lines that are neither a setting, nor blank, nor a comment: Node passes over them in silence. */
function noSettingsIn(text: string): readonly string[] {
  // The lines of a value stay, so that those after it keep their numbers.
  const rest = text.replaceAll(SETTING, setting => setting.replaceAll(/[^\r\n]/g, ''))
  return rest.split(/\r\n|\r|\n/).flatMap((line, at) => {
    const [first = ''] = line.trim().split(/[\s:=]/)
    if (first === '' || first.startsWith('#')) return []
    // Anything else in the line may be a secret.
    const named = first in Environment.properties ? `, ${first},` : ''
    return `line ${at + 1}${named} is no setting, and is not read. Write NAME=value, or begin it with a #.`
  })
}

/** Names that are almost those of settings: a shop would start with another database than is meant. */
function misspeltIn(text: string): readonly string[] {
  return [...text.matchAll(SETTING)].flatMap(([, name = '']) => {
    const meant = name in Environment.properties ? undefined : settingLike(name)
    return meant === undefined ? [] : `${name} is no setting of the shop. Is ${meant} meant?`
  })
}

const MOST_MISTAKES = 2

function settingLike(name: string): string | undefined {
  const letters = name.toUpperCase()
  return Object.keys(Environment.properties).find(
    setting => mistakesBetween(letters, setting) <= Math.min(MOST_MISTAKES, setting.length / 4),
  )
}

/** How many letters are too many, missing, or others (Wagner, Fischer 1974). */
function mistakesBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let down = 1; down <= one.length; down++) {
    const above = row
    row = [down]
    for (let at = 1; at <= other.length; at++) {
      const another = Number(one[down - 1] !== other[at - 1])
      row.push(
        Math.min((above[at - 1] ?? 0) + another, (above[at] ?? 0) + 1, (row[at - 1] ?? 0) + 1),
      )
    }
  }
  return row.at(-1) ?? 0
}
