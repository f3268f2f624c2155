import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findProgram } from './find-program.ts'

const VERSION = '4.1.0'
/** What is brought once and used by each run. Outside of what git tracks. */
const CACHE = join(import.meta.dirname, '../../.cache/engines')

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>firstcome</groupId>
  <artifactId>kafka-for-tests</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-simple</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`

/**
 * The folder with Kafka's jars: brought from Maven Central the first time, 43 MB, and kept beside
 * the tree. It appears whole or not at all, so that several may ask at once.
 */
export async function kafkaJars(): Promise<string> {
  const jars = join(CACHE, `kafka-${VERSION}`)
  if (existsSync(jars)) return jars
  const maven = await findProgram('mvn', 'maven')
  await mkdir(CACHE, { recursive: true })
  const fresh = await mkdtemp(join(CACHE, 'kafka-download-'))
  try {
    await writeFile(join(fresh, 'pom.xml'), pom)
    await promisify(execFile)(
      maven,
      [
        ...['-q', '-B', 'dependency:copy-dependencies', '-DincludeScope=runtime'],
        `-DoutputDirectory=${join(fresh, 'jars')}`,
      ],
      { cwd: fresh },
    )
    await rename(join(fresh, 'jars'), jars)
  } catch (error) {
    // Somebody else was quicker, and what is there is whole.
    if (!existsSync(jars)) {
      throw new Error("Kafka's jars cannot be brought from Maven Central: is it reachable?", {
        cause: error,
      })
    }
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return jars
}
