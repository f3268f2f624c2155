import type { IncomingHttpHeaders } from 'node:http'
import { Compile } from 'typebox/compile'
import { Problem, type ProblemCode } from '#contracts/problems.ts'
import { type RoutedOperation, readsQuery } from './door.ts'
import { takesFreeText, unwritableTexts } from './free-text.ts'
import { type InputFault, inputFaults } from './input-faults.ts'
import { misplacedInput } from './misplaced-input.ts'
import { textReader } from './typed-text.ts'

/** What Fastify has read of a request. */
type Received = {
  readonly headers?: IncomingHttpHeaders
  readonly params: unknown
  readonly query: unknown
  /** Undefined where there was none. */
  readonly body: unknown
}

type Fields = Record<string, unknown>

/**
 * How to make an operation's one flat input from path, query and body, checked once against the
 * contract. Throws a `Problem`: what is wrong with the path means that there is nothing at that
 * address; all else is `invalid_request`, surplus fields too, wherever in the request they stand.
 */
export function inputReader(routed: RoutedOperation): (received: Received) => unknown {
  const { operation, pathFields } = routed
  const fromQuery = readsQuery(routed)
  const typed = Object.entries(operation.input.properties).flatMap(([field, schema]) => {
    const inPath = pathFields.includes(field)
    const read = fromQuery || inPath ? textReader(schema, { inPath }) : null
    return read === null ? [] : [{ field, read }]
  })
  const nothingAtPath = unknownPathCode(operation.refusals)
  const misplacedIn = misplacedInput(routed)
  const isFreeText = takesFreeText(operation.input)
  const compiled = lazily(() => Compile(operation.input))

  function refuseInput(faults: readonly InputFault[]): never {
    if (faults.some(({ path }) => pathFields.includes(path))) throw new Problem(nothingAtPath)
    throw invalid(faults)
  }

  /** Query or body, together with the path's fields, which stand nowhere else. */
  function merge(rest: Fields, path: Fields): Fields {
    const input: Fields = { ...rest }
    for (const field of pathFields) {
      if (field in input) throw invalid([{ path: field, message: 'stands in the path already' }])
      input[field] = path[field]
    }
    for (const { field, read } of typed) {
      if (input[field] !== undefined) input[field] = read(input[field])
    }
    return input
  }

  return received => {
    const { params, query, body } = received
    const rest = fromQuery ? query : body === undefined ? {} : body
    // Something else than an object: the schema says so.
    const input = isFields(rest) ? merge(rest, params as Fields) : rest
    if (!compiled().Check(input)) refuseInput(inputFaults(compiled().Errors(input)))
    const misplaced = misplacedIn(received)
    if (misplaced.length > 0) throw invalid(misplaced)
    const unwritable = isFreeText ? unwritableTexts(input) : []
    if (unwritable.length > 0) refuseInput(unwritable)
    return input
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unknownPathCode(refusals: readonly ProblemCode[]): ProblemCode {
  return refusals.includes('drop_unknown') ? 'drop_unknown' : 'not_found'
}

function invalid(errors: readonly InputFault[]): Problem {
  return new Problem('invalid_request', { errors })
}

/** Compiling takes some milliseconds, and most operations are not called in the first second. */
function lazily<Value>(make: () => Value): () => Value {
  let made: Value | undefined
  return () => {
    made ??= make()
    return made
  }
}
