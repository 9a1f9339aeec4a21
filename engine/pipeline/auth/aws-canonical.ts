import { createHash } from 'node:crypto';
import { encodeComponent } from '../../language/template/index.ts';
import type { HttpRequest } from '../request/index.ts';

/** SHA-256 of a text in lower-case hexadecimal. */
export const hashSha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

// Every service but s3 encodes the path that is already encoded once more.
const buildCanonicalPath = (path: string, service: string) =>
  service === 's3' ? path : path.split('/').map(encodeComponent).join('/');

const reencode = (text: string): string => {
  try {
    return encodeComponent(decodeURIComponent(text));
  } catch {
    return text;
  }
};

/** Parameters encoded alike and sorted by name, then value; one without `=` has an empty value. */
const buildCanonicalQuery = (search: string): string => {
  const pairs = search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '');
  const parsed = pairs.map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name: reencode(name), value: reencode(value.join('=')) };
  });
  const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  const sorted = parsed.sort((a, b) => order(a.name, b.name) || order(a.value, b.value));
  return sorted.map(({ name, value }) => `${name}=${value}`).join('&');
};

/** Signed headers: the host, the content type, and those of AWS itself; others may change on the way. */
export const selectSignedHeaders = (request: HttpRequest): [string, string][] => {
  const chosen = Object.entries(request.headers).filter(
    ([name]) => name === 'content-type' || name.startsWith('x-amz-'),
  );
  const all: [string, string][] = [...chosen, ['host', new URL(request.url).host]];
  return all.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, value.trim().replace(/ +/g, ' ')]);
};

/** The request as the text that AWS hashes. */
export const buildCanonicalRequest = (
  request: HttpRequest,
  headers: readonly [string, string][],
  service: string,
): string => {
  const { pathname, search } = new URL(request.url);
  const lines = headers.map(([name, value]) => `${name}:${value}\n`).join('');
  const path = buildCanonicalPath(pathname, service);
  return [
    request.method,
    path,
    buildCanonicalQuery(search),
    lines,
    joinHeaderNames(headers),
    hashSha256(request.body ?? ''),
  ].join('\n');
};

/** The names of the signed headers, as AWS lists them. */
export const joinHeaderNames = (headers: readonly [string, string][]) => headers.map(([name]) => name).join(';');
