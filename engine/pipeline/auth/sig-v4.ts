import { createHash, createHmac } from 'node:crypto';
import { encodeComponent } from '../../language/template/index.ts';
import { type HttpRequest, setHeader } from '../request/index.ts';
import { TIMESTAMPS } from './timestamps.ts';

type Headers = readonly (readonly [name: string, value: string])[];

const hashSha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const computeHmac = (key: string | Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

// Every service except s3 encodes the already encoded path a second time.
const buildCanonicalPath = (path: string, service: string): string =>
  service === 's3' ? path : path.split('/').map(encodeComponent).join('/');

const reencode = (text: string): string => {
  try {
    return encodeComponent(decodeURIComponent(text));
  } catch {
    return text;
  }
};

/** Returns the query with uniform encoding, sorted by name, then value; a parameter without `=` has an empty value. */
const buildCanonicalQuery = (search: string): string => {
  const parameters = search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return { name: reencode(name), value: reencode(value.join('=')) };
    });
  parameters.sort((a, b) => compareTexts(a.name, b.name) || compareTexts(a.value, b.value));
  return parameters.map(({ name, value }) => `${name}=${value}`).join('&');
};

// Only the host, the content type and AWS's own headers are signed: proxies may change others.
const selectSignedHeaders = (request: HttpRequest): Headers => {
  const chosen = Object.entries(request.headers).filter(
    ([name]) => name === 'content-type' || name.startsWith('x-amz-'),
  );
  const all: [string, string][] = [...chosen, ['host', new URL(request.url).host]];
  return all.sort(([a], [b]) => compareTexts(a, b)).map(([name, value]) => [name, value.trim().replace(/ +/g, ' ')]);
};

const joinHeaderNames = (headers: Headers): string => headers.map(([name]) => name).join(';');

/** Returns the canonical request: the text that AWS hashes. */
const buildCanonicalRequest = (request: HttpRequest, headers: Headers, service: string): string => {
  const { pathname, search } = new URL(request.url);
  return [
    request.method,
    buildCanonicalPath(pathname, service),
    buildCanonicalQuery(search),
    headers.map(([name, value]) => `${name}:${value}\n`).join(''),
    joinHeaderNames(headers),
    hashSha256(request.body ?? ''),
  ].join('\n');
};

/** Adds the headers that accompany the signature and are signed, too. */
const addAwsHeaders = (
  request: HttpRequest,
  timestamp: string,
  { service, token }: { service: string; token: string },
): HttpRequest => {
  const dated = setHeader(request, 'x-amz-date', timestamp);
  const withToken = token === '' ? dated : setHeader(dated, 'x-amz-security-token', token);
  return service === 's3' ? setHeader(withToken, 'x-amz-content-sha256', hashSha256(request.body ?? '')) : withToken;
};

/** Credentials and scope of a signature. */
export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Empty for keys without a session. */
  readonly sessionToken: string;
  readonly region: string;
  readonly service: string;
}

/** Signs a request with AWS Signature Version 4 in the `authorization` header. `now` is epoch ms. */
export function signSigV4(unsigned: HttpRequest, key: SigningKey, now: number): HttpRequest {
  const { service } = key;
  const timestamp = TIMESTAMPS.basic(now);
  const credentialScope = [timestamp.slice(0, 8), key.region, service, 'aws4_request'];
  const request = addAwsHeaders(unsigned, timestamp, { service, token: key.sessionToken });
  const headers = selectSignedHeaders(request);
  const hash = hashSha256(buildCanonicalRequest(request, headers, service));
  const signingKey = credentialScope.reduce<string | Uint8Array>(computeHmac, `AWS4${key.secretAccessKey}`);
  const textToSign = ['AWS4-HMAC-SHA256', timestamp, credentialScope.join('/'), hash].join('\n');
  const signature = computeHmac(signingKey, textToSign).toString('hex');
  const credential = `Credential=${key.accessKeyId}/${credentialScope.join('/')}`;
  const parts = `${credential}, SignedHeaders=${joinHeaderNames(headers)}, Signature=${signature}`;
  return setHeader(request, 'authorization', `AWS4-HMAC-SHA256 ${parts}`);
}
