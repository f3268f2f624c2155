/** All samples under one name. */
export type Family = {
  /** Without `firstcome_`. */
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly samples: () => readonly Sample[]
}

type Sample = {
  /** `_bucket`, `_sum` and `_count` of a histogram. */
  readonly suffix: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** A family in Prometheus' text format, version 0.0.4. */
export function familyText({ name, help, type, samples }: Family): string {
  const ours = `firstcome_${name}`
  const lines = samples().map(
    ({ suffix, labels, value }) => `${ours}${suffix}${labelText(labels)} ${value}`,
  )
  return [`# HELP ${ours} ${escaped(help)}`, `# TYPE ${ours} ${type}`, ...lines, ''].join('\n')
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')
}
