import { test } from 'node:test'
import { startCluster } from '#tests/shop/a-cluster.ts'
import { startCollector } from '#tests/shop/a-collector.ts'
import { buyTraced } from './one-trace.ts'

test('a purchase is one trace also through five processes and the log between them', async () => {
  await using collector = await startCollector()
  await using shop = await startCluster({
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_TRACES_SAMPLER_ARG: '1',
    },
  })
  await buyTraced(shop, collector)
})
