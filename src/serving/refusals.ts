/** Errors as answers: a status code and one message in the dialect of the library. */
import type { FastifyError } from 'fastify';
import { RequestError } from './request-error';

/** What a refused client gets as JSON. */
export interface Refusal {
  status: number;
  message: string;
  retryAfter?: number | undefined;
}

/** Limits that messages name. */
export interface RefusalLimits {
  maxBodyBytes: number;
}

/** Turns whatever was thrown on the way of a request into an answer. Says nothing of the server's inside. */
export function refusalOf(error: FastifyError | Error, { maxBodyBytes }: RefusalLimits): Refusal {
  if (error instanceof RequestError) {
    const { status, message, retryAfter } = error;
    return { status, message, retryAfter };
  }
  const code = 'code' in error ? error.code : undefined;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  const say = (by: number, message: string): Refusal => ({ status: by, message });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return say(
      415,
      'predict: expected content-type application/json; got another one; send JSON and say so.',
    );
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return say(
      413,
      `predict: expected at most ${maxBodyBytes} bytes; got more; send several requests.`,
    );
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY')
    return say(
      400,
      'predict: expected a body of JSON; got an empty one; send { "instances": [example, …] }.',
    );
  if (status === 400)
    return say(
      400,
      'predict: expected a body that is valid JSON; got one that is not; JSON has no NaN, no Infinity and no ' +
        'comma at the end of a list.',
    );
  if (status !== undefined && status > 400 && status < 500)
    return say(
      status,
      `predict: expected another request; got one that HTTP refuses (${status}); mend it.`,
    );
  return say(
    500,
    'predict: expected to compute; got an error inside the server; tell those who run it.',
  );
}
