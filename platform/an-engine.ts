const variables = {
  mysql: 'TEST_MYSQL_URL',
  redis: 'TEST_REDIS_URL',
  kafka: 'TEST_KAFKA_URL',
  eureka: 'TEST_EUREKA_URL',
} as const

/**
 * For tests: where an engine listens; `npm test` and `npm run engines` start them. Kafka's is host
 * and port. Suites share the engines and keep apart by names of their own.
 */
export function engineUrl(engine: keyof typeof variables): string {
  const name = variables[engine]
  const url = process.env[name]
  if (url === undefined || url === '') {
    throw new Error(
      `This test needs an engine, and ${name} is not set. Run it by npm test, which starts the ` +
        'engines, or start npm run engines in another shell and paste the lines it prints.',
    )
  }
  return url
}
