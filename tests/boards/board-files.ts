import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'

export type Panel = {
  readonly title: string
  readonly unit: string
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[]
}

export type Board = {
  /** `the-drop` */
  readonly name: string
  readonly title: string
  readonly panels: readonly Panel[]
}

export type Rule = {
  readonly record?: string
  readonly alert?: string
  readonly expr: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

const deploy = join(import.meta.dirname, '../../deploy')

/** The boards as Grafana reads them. */
export function readBoards(): readonly Board[] {
  return globSync(join(deploy, 'grafana/boards/*.json'))
    .sort()
    .map(file => {
      const { title, panels } = JSON.parse(readFileSync(file, 'utf8')) as GrafanaBoard
      return {
        name: basename(file, '.json'),
        title,
        panels: panels.map(panel => ({ ...panel, unit: panel.fieldConfig.defaults.unit })),
      }
    })
}

type GrafanaBoard = {
  readonly title: string
  readonly panels: readonly (Omit<Panel, 'unit'> & {
    readonly fieldConfig: { readonly defaults: { readonly unit: string } }
  })[]
}

/** The rules of `signals.yml` or `alerts.yml`. */
export function readRules(file: string): readonly Rule[] {
  const text = readFileSync(join(deploy, 'prometheus', file), 'utf8')
  const { groups } = parse(text) as { groups: readonly { rules: readonly Rule[] }[] }
  return groups.flatMap(group => group.rules)
}
