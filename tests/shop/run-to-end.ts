import { startProgram } from './a-child-shop.ts'

/** Runs a command to its end: what it said, and its exit code. */
export async function runToEnd(
  program: string,
  { line = [], environment = {} }: { line?: string[]; environment?: NodeJS.ProcessEnv } = {},
): Promise<{ code: number | null; told: string }> {
  const child = startProgram({ program, line, environment })
  const { code } = await child.ended
  return { code, told: child.output() }
}
