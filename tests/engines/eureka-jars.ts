import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findProgram } from './find-program.ts'

const SPRING_CLOUD = '2023.0.4'
const SPRING_BOOT = '3.3.6'
/** What is brought once and used by each run. Outside of what git tracks. */
const CACHE = join(import.meta.dirname, '../../.cache/engines')

const imported = (artifact: string, group: string, version: string) => `
      <dependency>
        <groupId>${group}</groupId>
        <artifactId>${artifact}</artifactId>
        <version>${version}</version>
        <type>pom</type>
        <scope>import</scope>
      </dependency>`

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>firstcome</groupId>
  <artifactId>eureka-for-tests</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencyManagement>
    <dependencies>${imported('spring-boot-dependencies', 'org.springframework.boot', SPRING_BOOT)}${imported('spring-cloud-dependencies', 'org.springframework.cloud', SPRING_CLOUD)}
    </dependencies>
  </dependencyManagement>
  <dependencies>
    <dependency>
      <groupId>org.springframework.cloud</groupId>
      <artifactId>spring-cloud-starter-netflix-eureka-server</artifactId>
    </dependency>
  </dependencies>
</project>
`

/** The whole of a Eureka server, as its users write it. */
const registry = `package registry;

@org.springframework.boot.autoconfigure.SpringBootApplication
@org.springframework.cloud.netflix.eureka.server.EnableEurekaServer
public class Registry {
  public static void main(String[] options) {
    org.springframework.boot.SpringApplication.run(Registry.class, options);
  }
}
`

/**
 * The folder with a Eureka server, `classes` and `jars`: brought from Maven Central the first time,
 * 55 MB, and kept beside the tree. It appears whole or not at all, so that several may ask at once.
 */
export async function eurekaJars(): Promise<string> {
  const made = join(CACHE, `eureka-${SPRING_CLOUD}`)
  if (existsSync(made)) return made
  const maven = await findProgram('mvn', 'maven')
  const compiler = await findProgram('javac', 'default-jdk-headless')
  await mkdir(CACHE, { recursive: true })
  const fresh = await mkdtemp(join(CACHE, 'eureka-download-'))
  const run = promisify(execFile)
  try {
    await writeFile(join(fresh, 'pom.xml'), pom)
    await writeFile(join(fresh, 'Registry.java'), registry)
    const goal = ['-q', '-B', 'dependency:copy-dependencies', '-DincludeScope=runtime']
    await run(maven, [...goal, `-DoutputDirectory=${join(fresh, 'jars')}`], { cwd: fresh })
    const line = ['-cp', 'jars/*', '-d', 'classes', 'Registry.java']
    await run(compiler, line, { cwd: fresh })
    await rename(fresh, made)
  } catch (error) {
    // Somebody else was quicker, and what is there is whole.
    if (!existsSync(made)) {
      throw new Error("Eureka's jars cannot be brought from Maven Central: is it reachable?", {
        cause: error,
      })
    }
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return made
}
