import { onTestFinished } from 'vitest';
import { createHttp, type Http, type HttpOptions } from '../../../engine/io/http/index.ts';
import type { HttpRequest } from '../../../engine/pipeline/request/http-request.ts';
import type { HttpResponse } from '../../../engine/pipeline/run/ports.ts';

/** Creates a client that may connect to loopback; it closes after the test. */
export function createClient(options: Partial<HttpOptions> = {}): Http {
  const http = createHttp({ allowPrivate: true, env: {}, ...options });
  onTestFinished(() => http.close());
  return http;
}

export const getRequest = (port: number, path = '/'): HttpRequest => ({
  method: 'GET',
  url: `http://127.0.0.1:${port}${path}`,
  headers: {},
});

/** Reads the whole body as text. */
export async function readText(answer: HttpResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
