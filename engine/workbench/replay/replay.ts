import { engineError } from '../../base/errors/index.ts';
import type { CredentialMark } from '../../pipeline/auth/index.ts';
import type { HttpResponse, Ports, Spool } from '../../pipeline/run/ports.ts';
import type { Exchange, Recording } from './recording.generated.ts';
import { requestKey, toRecordedRequest } from './request.ts';

/** Ports that respond from a recording, without network access. Waiting takes no time. */
export interface ReplayPorts extends Ports {
  /** Returns the exchanges that were not requested. */
  unused(): readonly Exchange[];
}

const createMemorySpool = async (): Promise<Spool> => {
  const chunks: Uint8Array[] = [];
  return {
    write: async (chunk) => {
      chunks.push(chunk);
    },
    read: ({ start, end } = { start: 0, end: Number.POSITIVE_INFINITY }) =>
      streamChunks([Buffer.concat(chunks).subarray(start, end)]),
    discard: async () => undefined,
  };
};

async function* streamChunks(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield chunk;
}

const toResponse = ({ status, headers = {}, body, base64 }: Exchange['response']): HttpResponse => {
  if (base64 !== undefined) return { status, headers, body: streamChunks([Buffer.from(base64, 'base64')]) };
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  return { status, headers, body: streamChunks(text === '' ? [] : [Buffer.from(text)]) };
};

/** Returns the length of the common prefix of two request keys. */
const computeNearness = (a: string, b: string): number => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
};

/** Creates ports that replay a recording. `marks` returns the credential positions of the auth scheme, compared by shape. */
export function createReplay(recording: Recording, marks: () => readonly CredentialMark[]): ReplayPorts {
  const left = recording.exchanges.map((exchange) => ({ exchange, same: requestKey(exchange.request) }));
  let now = Date.parse(recording.now);
  let count = 0;
  return {
    unused: () => left.map(({ exchange }) => exchange),
    http: {
      async send(httpRequest) {
        const request = toRecordedRequest(httpRequest, { marks: marks(), clean: (text) => text });
        const same = requestKey(request);
        const at = left.findIndex((one) => one.same === same);
        if (at >= 0) return toResponse((left.splice(at, 1)[0] as (typeof left)[number]).exchange.response);
        const nearest = left.toSorted((a, b) => computeNearness(b.same, same) - computeNearness(a.same, same))[0];
        const sent = `${request.method} ${request.url}`;
        const near =
          nearest &&
          `; the most similar unused request is ${nearest.exchange.request.method} ${nearest.exchange.request.url}`;
        throw engineError('REQUEST_NOT_RECORDED', { request: sent, near });
      },
    },
    clock: {
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    },
    random: {
      bytes: (length) => Uint8Array.from({ length }, () => (count++ * 37 + 11) & 0xff),
      fraction: () => 0.5,
    },
    spool: createMemorySpool,
  };
}
