import assert from 'node:assert/strict'

/**
 * The one text of a value, by the JSON Canonicalization Scheme (RFC 8785): members in the order of
 * their UTF-16 code units, no space. Members that are undefined are left out. Takes strings, safe
 * integers, booleans, null, arrays and plain objects; anything else is a broken assumption.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return stringText(value)
  if (typeof value === 'number') return integerText(value)
  if (typeof value === 'boolean' || value === null) return String(value)
  if (Array.isArray(value)) return arrayText(value)
  assert(isPlainObject(value), `no canonical JSON for ${typeof value}`)
  return objectText(value)
}

// What needs no escape, which is nearly everything we write, is quoted without asking JSON.stringify.
const PLAIN = /^[ !#-[\]-~]*$/

function stringText(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`
  assert(value.isWellFormed(), 'no canonical JSON for half of a surrogate pair')
  return JSON.stringify(value)
}

// Only integers: how RFC 8785 writes fractions and exponents is left to those who need them.
function integerText(value: number): string {
  assert(Number.isSafeInteger(value), `no canonical JSON for the number ${value}`)
  return String(value)
}

// By index, because `map` passes over the holes of an array.
function arrayText(values: readonly unknown[]): string {
  let text = '['
  for (let at = 0; at < values.length; at++) {
    text += (at === 0 ? '' : ',') + canonicalJson(values[at])
  }
  return `${text}]`
}

function objectText(value: Readonly<Record<string, unknown>>): string {
  let text = '{'
  // The default order of `sort` is that of UTF-16 code units, as RFC 8785 3.2.3 asks.
  for (const name of Object.keys(value).sort()) {
    const member = value[name]
    if (member === undefined) continue
    text += `${text.length === 1 ? '' : ','}${stringText(name)}:${canonicalJson(member)}`
  }
  return `${text}}`
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
