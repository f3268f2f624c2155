import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { parseAllDocuments } from 'yaml'
import { Environment } from '#platform/environment.ts'
import { shopParts } from '#run/services.ts'

// The chart is rendered, and decoded strictly by Kubernetes' own types, by deploy/helm-check/render.sh,
// which wants Go for minutes; here what it rendered is read, and that it is of the chart that is there.

type Container = {
  readonly image: string
  readonly args?: readonly string[]
  readonly command?: readonly string[]
  readonly env: readonly { readonly name: string; readonly value?: string }[]
  readonly envFrom: readonly { readonly secretRef: { readonly name: string } }[]
  readonly securityContext: object
  readonly readinessProbe?: { readonly httpGet: { readonly path: string; readonly port: string } }
  readonly livenessProbe?: { readonly httpGet: { readonly path: string } }
  readonly lifecycle?: { readonly preStop: { readonly exec: { readonly command: string[] } } }
}

type Manifest = {
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly spec: {
    readonly replicas?: number
    readonly strategy?: { readonly rollingUpdate: object }
    readonly template: {
      readonly spec: {
        readonly containers: readonly [Container]
        readonly securityContext: object
        readonly terminationGracePeriodSeconds: number
      }
    }
    readonly metrics: readonly { readonly pods?: { readonly metric: { readonly name: string } } }[]
  }
}

const chart = 'deploy/helm'
const rendered = readFileSync('deploy/helm-check/rendered.yaml', 'utf8')
const renderedAll = readFileSync('deploy/helm-check/rendered-all.yaml', 'utf8')
const manifestsOf = (text: string) =>
  parseAllDocuments(text).flatMap(document => {
    assert.deepEqual(document.errors, [])
    return (document.toJS() as Manifest | null) ?? []
  })
const manifests = manifestsOf(rendered)
const of = (kind: string) => manifests.filter(manifest => manifest.kind === kind)
const podOf = (manifest: Manifest) => manifest.spec.template.spec

suite('deploy/helm', () => {
  test('what was rendered is of the chart as it stands', () => {
    const files = globSync('**/*', { cwd: chart, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .sort()
    const hash = createHash('sha256')
    for (const file of files) hash.update(readFileSync(file))
    const sum = hash.digest('hex')
    for (const text of [rendered, renderedAll]) {
      const [, renderedOf] = /^# Rendered by .* the checksum (\w+)/.exec(text) ?? []
      assert.equal(renderedOf, sum, 'run deploy/helm-check/render.sh')
    }
  })

  test('a deployment for each part, whose new pods are there before the old ones go', () => {
    const deployments = of('Deployment')
    const parts = deployments.map(({ metadata }) => metadata.name.replace('firstcome-', ''))
    assert.deepEqual(parts.sort(), [...shopParts].sort())
    for (const deployment of deployments) {
      const [container] = podOf(deployment).containers
      assert.deepEqual(container.args, [deployment.metadata.name.replace('firstcome-', '')])
      const { rollingUpdate } = deployment.spec.strategy ?? {}
      assert.deepEqual(rollingUpdate, { maxSurge: 1, maxUnavailable: 0 })
      assert.equal(container.livenessProbe?.httpGet.path, '/healthz')
      assert.equal(container.readinessProbe?.httpGet.path, '/readyz')
      const [, waits] = container.lifecycle?.preStop.exec.command ?? []
      // It is sent requests still, then finishes what is in flight: that and 11 s to close.
      assert.ok(Number(waits) + 12 < podOf(deployment).terminationGracePeriodSeconds)
    }
  })

  test('nobody is root, and nothing but /tmp can be written', () => {
    for (const manifest of [...of('Deployment'), ...of('Job')]) {
      const { containers, securityContext } = podOf(manifest)
      assert.deepEqual(containers[0].securityContext, {
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
      })
      assert.equal((securityContext as { runAsNonRoot: boolean }).runAsNonRoot, true)
    }
  })

  test('schemas are brought up to date before the first pod of a version starts', () => {
    const [migrate, ...more] = of('Job')
    assert.equal(more.length, 0)
    assert.equal(migrate?.metadata.annotations?.['helm.sh/hook'], 'pre-install,pre-upgrade')
    const [container] = migrate === undefined ? [] : podOf(migrate).containers
    assert.equal(container?.command?.at(-1), 'run/migrate.ts')
  })

  test('every setting is one that the shop knows, and no secret stands in the chart', () => {
    for (const manifest of [...of('Deployment'), ...of('Job')]) {
      const [{ env, envFrom }] = podOf(manifest).containers
      for (const { name } of env) {
        assert.ok(name === 'NODE_ENV' || name in Environment.properties, name)
      }
      assert.deepEqual(envFrom, [{ secretRef: { name: 'firstcome' } }])
    }
    assert.doesNotMatch(rendered, /_KEYS?\b|PASSWORD/)
    assert.doesNotMatch(renderedAll, /_KEYS?\b|PASSWORD/)
  })

  test('every process is traced where a collector is named, and by default none', () => {
    assert.doesNotMatch(rendered, /OTEL_/)
    const deployments = manifestsOf(renderedAll).filter(({ kind }) => kind === 'Deployment')
    assert.equal(deployments.length, shopParts.length)
    for (const deployment of deployments) {
      const [{ env }] = podOf(deployment).containers
      const settingOf = (name: string) => env.find(each => each.name === name)?.value
      assert.equal(settingOf('OTEL_EXPORTER_OTLP_ENDPOINT'), 'http://collector:4318')
      assert.equal(settingOf('OTEL_TRACES_SAMPLER_ARG'), '0.5')
    }
  })

  test('the payment provider and its keys are told to payments, and to nobody else', () => {
    const told = manifestsOf(renderedAll)
      .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
      .flatMap(manifest => {
        const [{ env, envFrom }] = podOf(manifest).containers
        const provider = env.find(({ name }) => name === 'PAYMENT_PROVIDER')?.value
        const secrets = envFrom.map(({ secretRef }) => secretRef.name)
        const isTold = provider !== undefined || secrets.includes('firstcome-toss')
        return isTold ? [[manifest.metadata.name, provider, secrets]] : []
      })
    assert.deepEqual(told, [['firstcome-payments', 'toss', ['firstcome', 'firstcome-toss']]])
  })

  test('gateway and stock grow by what a rush fills first, a metric that they have', () => {
    const metrics = of('HorizontalPodAutoscaler').map(({ metadata, spec }) => [
      metadata.name,
      spec.metrics[0]?.pods?.metric.name ?? '',
    ])
    assert.deepEqual(metrics.sort(), [
      ['firstcome-gateway', 'firstcome_http_in_flight'],
      ['firstcome-stock', 'firstcome_reservation_queue_claims'],
    ])
    const told = readFileSync('docs/metrics.md', 'utf8')
    for (const [, metric] of metrics) assert.ok(told.includes(`| \`${metric}\` | gauge`), metric)
    for (const deployment of of('Deployment')) {
      const isScaled = metrics.some(([name]) => name === deployment.metadata.name)
      assert.equal(deployment.spec.replicas === undefined, isScaled, 'one of them counts the pods')
    }
  })
})
