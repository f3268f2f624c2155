import type { TLocalizedValidationError } from 'typebox/error'

export type InputFault = { readonly path: string; readonly message: string }

/**
 * What is wrong with an input, one sentence a field, as `errors` of a problem: TypeBox tells of an
 * unknown field twice, and of each variant of a union that did not fit.
 */
export function inputFaults(errors: readonly TLocalizedValidationError[]): InputFault[] {
  const byPath = new Map<string, string>()
  for (const { path, message, decides } of errors.flatMap(readable)) {
    if (decides || !byPath.has(path)) byPath.set(path, message)
  }
  return [...byPath].map(([path, message]) => ({ path, message }))
}

type Readable = InputFault & { readonly decides: boolean }

function readable(error: TLocalizedValidationError): Readable[] {
  const path = error.instancePath.replace(/^\//, '').replaceAll('/', '.')
  switch (error.keyword) {
    case 'required':
      return error.params.requiredProperties.map(field => ({
        path: path === '' ? field : `${path}.${field}`,
        message: 'is missing',
        decides: true,
      }))
    case 'additionalProperties':
      // Each unknown field is told of by itself, as the schema that nothing fits.
      return []
    case 'boolean':
      return [{ path, message: 'is not known here', decides: true }]
    case 'anyOf':
      return [{ path, message: 'is none of what is possible here', decides: true }]
    case 'pattern':
      return [{ path, message: 'does not have the form that is needed', decides: false }]
    default:
      return [{ path, message: error.message, decides: false }]
  }
}
