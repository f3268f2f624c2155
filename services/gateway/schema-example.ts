import { hash } from 'node:crypto'
import { Id } from '#contracts/words.ts'

/** JSON Schema, as far as our contracts use it. */
type Shape = {
  readonly type?: string
  readonly const?: unknown
  readonly anyOf?: readonly Shape[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly patternProperties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly items?: Shape
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
}

/** Texts that a name stands for, where no other rule makes one. */
const texts: Readonly<Record<string, string>> = {
  accessToken: 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIwMTkwIn0.c2lnbmF0dXJl',
  behind: 'orders:3',
  carrier: 'CJ대한통운',
  code: '493027',
  currency: 'KRW',
  currentPassword: 'correct horse battery',
  content:
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  cursor: 'WzE3OTAwMDAwMDAwMDBd',
  deadLetterId: 'orders:7',
  description: '흰 스웨이드, 연회색 밑창. White suede on a pale grey sole.',
  email: 'minji@example.com',
  images: '/images/first-snow.svg',
  line1: '서울시 성동구 서울숲길 1',
  name: '민지',
  newPassword: 'better horse battery',
  password: 'correct horse battery',
  path: '5e88489da503a2b7f0c1d6e94b7a83205f1c9d4e6b8a70c3d2e1f4a5b6c7d8e9',
  phone: '010-1234-5678',
  postalCode: '04766',
  providerKey: 'sim_capture',
  reason: 'counted again',
  recipient: '김민지',
  refreshToken: 'R3fr3sh-t0ken_of_43_characters_in_base64url',
  rootHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  stoppedAt: 'orders:9',
  title: '첫눈 러너',
  token: 'T0ken-of_the_link_in_the_mail',
  trackingNumber: '123456789012',
}

/** Numbers that a name stands for. */
const numbers: Readonly<Record<string, number>> = {
  amountMinor: 129_000,
  admitPerSecond: 50,
  holdMs: 600_000,
  limit: 20,
  limitPerMember: 1,
  units: 10,
}

const AN_INSTANT_MS = 1_790_000_000_000

/**
 * A value that a schema accepts, the same at each start. Of an input what must be there, or all
 * where nothing must; of an output every field.
 */
export function exampleOf(schema: object, of: 'input' | 'output'): unknown {
  return make(schema, { name: '', of })
}

type About = { readonly name: string; readonly of: 'input' | 'output' }

function make(shape: Shape, about: About): unknown {
  if ('const' in shape) return shape.const
  if (shape.anyOf !== undefined) return make(likeliest(shape.anyOf), about)
  switch (shape.type) {
    case 'object':
      return makeObject(shape, about)
    case 'array':
      return shape.items === undefined ? [] : [make(shape.items, about)]
    case 'string':
      return makeText(shape, about.name)
    case 'integer':
    case 'number':
      return makeNumber(shape, about.name)
    case 'boolean':
      return true
    default:
      return null
  }
}

/** The first that says something. */
function likeliest(variants: readonly Shape[]): Shape {
  const [first = {}] = variants
  return variants.find(({ type }) => type !== 'null') ?? first
}

function makeObject(shape: Shape, { of }: About): unknown {
  const { properties = {}, patternProperties = {}, required = [] } = shape
  const [anyField] = Object.values(patternProperties)
  if (anyField !== undefined) {
    return anyField.type === 'string' ? { size: 'M' } : { held: make(anyField, { name: '', of }) }
  }
  const wanted = of === 'output' || required.length === 0 ? Object.keys(properties) : required
  const fields = wanted.map(name => [name, make(properties[name] ?? {}, { name, of })])
  return Object.fromEntries(fields)
}

function makeText({ pattern }: Shape, name: string): string {
  if (pattern !== undefined && pattern === (Id as Shape).pattern) {
    // Another for each name, so that it is seen which is which.
    return `0199d6f0-6d2c-7b1e-8f3a-${hash('sha256', name).slice(0, 12)}`
  }
  return texts[name] ?? name
}

function makeNumber({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Shape, name: string) {
  const wanted = numbers[name] ?? (name.endsWith('AtMs') ? AN_INSTANT_MS : 1)
  return Math.min(maximum, Math.max(minimum, wanted))
}
