import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Type } from 'typebox'
import { type Api, type CallContext, type Calls, operation } from '#contracts/operation.ts'
import { Problem, refuse } from '#contracts/problems.ts'
import { Nothing, strict } from '#contracts/words.ts'
import { DatabaseUnavailable } from '#platform/database/database.ts'
import { thrownProblems } from '#platform/http/thrown-problem.ts'
import { silentLog } from '#platform/measures/log.ts'
import { fromService } from './rpc.ts'

const listInput = strict({
  list: Type.Array(Type.Integer(), { maxItems: 3 }),
  more: Type.Optional(strict({ count: Type.Integer({ minimum: 1 }) })),
})

export const contractApi = {
  add: operation({
    summary: 'Adds to a list',
    access: 'anyone',
    input: listInput,
    output: Type.Array(Type.Integer()),
    refusals: ['sold_out'],
  }),
  write: operation({
    summary: 'Answers with text',
    access: 'anyone',
    keyed: true,
    text: true,
    input: strict({ text: Type.String() }),
    output: Type.Unknown(),
    refusals: ['limit_exceeded'],
  }),
  forget: operation({
    summary: 'Answers nothing',
    access: 'anyone',
    input: strict({}),
    output: Nothing,
  }),
  fail: operation({
    summary: 'Breaks',
    access: 'anyone',
    input: strict({ how: Type.String() }),
    output: Nothing,
  }),
} as const satisfies Api

export type ContractCalls = Calls<typeof contractApi>

const SECRET = 'the password is hunter2'

/** What is asked, and what was heard of it. */
function anImplementation() {
  const heard: { input: unknown; context: CallContext }[] = []
  const kept: number[] = [9]
  const implementation: ContractCalls = {
    async add(input, context) {
      heard.push({ input, context })
      input.list.push(1)
      return input.list.length > 3 ? refuse('sold_out', { list: kept, left: 0 }) : kept
    },
    async write({ text }, context) {
      heard.push({ input: text, context })
      return text === 'refuse' ? refuse('limit_exceeded') : text
    },
    forget: async () => null,
    async fail({ how }) {
      if (how === 'problem') throw new Problem('drop_not_open', { opensAtMs: 5 })
      if (how === 'database') throw new DatabaseUnavailable(SECRET)
      throw new Error(SECRET)
    },
  }
  return { implementation, heard, kept }
}

type Opened = AsyncDisposable & { readonly calls: ContractCalls }

/** What a service may expect of another, wherever it runs. */
export function rpcContract(
  where: string,
  open: (implementation: ContractCalls) => Promise<Opened>,
): void {
  async function opened() {
    const parts = anImplementation()
    const { calls, [Symbol.asyncDispose]: close } = await open(parts.implementation)
    return { ...parts, calls, [Symbol.asyncDispose]: close }
  }

  suite(`A call ${where}`, () => {
    test('is answered, and nothing is shared by those who call and those who answer', async () => {
      await using world = await opened()
      const list = [5]
      const answer = await world.calls.add({ list }, fromService)
      assert.deepEqual([answer, list], [[9], [5]])
      const refusal = await world.calls.add({ list: [1, 2, 3] }, fromService)
      world.kept.push(10)
      assert.deepEqual(answer, [9])
      assert.deepEqual(refusal, { refused: 'sold_out', details: { list: [9], left: 0 } })
    })

    test('is not made where the input breaks the contract; every wrong field is named', async () => {
      await using world = await opened()
      const faults = async (input: unknown) => {
        type Input = Parameters<ContractCalls['add']>[0]
        const error: unknown = await world.calls
          .add(input as Input, fromService)
          .catch((thrown: unknown) => thrown)
        assert.ok(error instanceof Problem, `${JSON.stringify(input)} was refused`)
        assert.equal(error.code, 'invalid_request')
        const { errors } = error.details as { readonly errors: { readonly path: string }[] }
        return errors.map(({ path }) => path)
      }
      assert.deepEqual(await faults({ list: [1, 'x', 2.5] }), ['list.1', 'list.2'])
      assert.deepEqual(await faults({ list: [], more: { count: 0 } }), ['more.count'])
      assert.deepEqual(await faults({ list: [], surplus: 1 }), ['surplus', ''])
      for (const wrong of [null, 'x', [], 7, {}]) assert.deepEqual(await faults(wrong), [''])
      assert.deepEqual(world.heard, [])
    })

    test('brings along who calls, for whom, and with which key', async () => {
      await using world = await opened()
      const context: CallContext = {
        caller: {
          memberId: '019301a2-7b10-7000-8000-000000000001',
          roles: ['member', 'merchant'],
          emailVerified: true,
          sessionId: '019301a2-7b10-7000-8000-000000000002',
        },
        idempotencyKey: 'the "key" \\ ~',
        pass: 'a.b.c',
        address: '2001:db8::1',
        userAgent: 'Naver/1.0 (한국어)',
        refreshToken: 'r',
      }
      await world.calls.write({ text: 'x' }, context)
      await world.calls.add({ list: [] }, fromService)
      assert.deepEqual(
        // How long a process waits for another is a matter between them.
        world.heard.map(({ context: { untilMs: _, ...heard } }) => heard),
        [context, { caller: null }],
      )
    })

    test('whose answer is text has it byte for byte', async () => {
      await using world = await opened()
      const texts = ['{"a": 1.0,\n "b":"한정판 🎟"}', '', ' null ', '0 a 3\nyes\n', '"\\u0000"']
      for (const text of texts) {
        assert.equal(await world.calls.write({ text }, fromService), text)
      }
      const long = JSON.stringify({ text: '한'.repeat(200_000) })
      assert.equal(await world.calls.write({ text: long }, fromService), long)
      const many = await Promise.all(texts.map(text => world.calls.write({ text }, fromService)))
      assert.deepEqual(many, texts)
    })

    test('that is refused is answered with the code, whatever else the answers are', async () => {
      await using world = await opened()
      assert.deepEqual(await world.calls.write({ text: 'refuse' }, fromService), {
        refused: 'limit_exceeded',
      })
      assert.equal(await world.calls.forget({}, fromService), null)
    })

    test('that breaks tells the client what he may know, and nothing of why', async () => {
      await using world = await opened()
      const translate = thrownProblems({ log: silentLog })
      const told = async (how: string) => {
        const error: unknown = await world.calls
          .fail({ how }, fromService)
          .catch((thrown: unknown) => thrown)
        return translate(error, 'a test')
      }
      assert.deepEqual(await told('problem'), refuse('drop_not_open', { opensAtMs: 5 }))
      assert.deepEqual(await told('database'), { refused: 'try_again' })
      assert.deepEqual(await told('else'), { refused: 'internal' })
    })
  })
}
