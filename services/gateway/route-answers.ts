import type { FastifyReply, FastifyRequest } from 'fastify'
import type { JsonText } from '#contracts/operation.ts'
import { problems, type Refusal } from '#contracts/problems.ts'
import type { FlatHeaders, HttpAnswers } from '#platform/http/http-answers.ts'
import type { HttpMeasures } from './http-measures.ts'

/** The answers of one route, each measured. What is answered here, Fastify does not touch again. */
export type RouteAnswers = {
  json(request: FastifyRequest, reply: FastifyReply, made: Made & { readonly text: JsonText }): void
  empty(request: FastifyRequest, reply: FastifyReply, made: Made): void
  refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): void
}

type Made = { readonly status: number; readonly headers?: FlatHeaders | undefined }

export function routeAnswers(
  answers: HttpAnswers,
  measures: HttpMeasures,
  route: string,
): RouteAnswers {
  const { answered } = measures.of(route)
  return {
    json(request, reply, { status, text, headers }) {
      reply.hijack()
      answers.json(reply.raw, status, text, headers)
      answered(status, request.enteredAtMs)
    },
    empty(request, reply, { status, headers }) {
      reply.hijack()
      answers.empty(reply.raw, status, headers)
      answered(status, request.enteredAtMs)
    },
    refuse(request, reply, { refused, details }) {
      reply.hijack()
      // Half an answer stands there already: the client must not take it for a whole one.
      if (reply.raw.headersSent) reply.raw.destroy()
      else answers.refuse(reply.raw, refused, details)
      measures.refused(refused)
      answered(problems[refused].status, request.enteredAtMs)
    },
  }
}
