import { createHash, createHmac } from 'node:crypto';
import { encodeComponent } from '../../language/template/index.ts';
import type { AwsSigV4Auth } from '../../manifest/types.generated.ts';
import { type HttpRequest, setHeader } from '../request/index.ts';
import { compileCredentialHeader, compileCredentialText } from './credential.ts';
import type { CompileScheme, Scheme } from './scheme.ts';
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

/** AWS Signature Version 4 in the `authorization` header. */
export const compileAwsSigV4: CompileScheme<AwsSigV4Auth> = (auth) => {
  const text = (source: string) => compileCredentialHeader(source, 'awsSigV4');
  const [id, region, service] = [text(auth.accessKeyId), text(auth.region), text(auth.service)];
  const token = text(auth.sessionToken ?? '');
  const secret = compileCredentialText(auth.secretAccessKey);
  const sign: Scheme['sign'] = (unsigned, { now, scope }) => {
    const timestamp = TIMESTAMPS.basic(now);
    const name = service(scope);
    const credentialScope = [timestamp.slice(0, 8), region(scope), name, 'aws4_request'];
    const request = addAwsHeaders(unsigned, timestamp, { service: name, token: token(scope) });
    const headers = selectSignedHeaders(request);
    const hash = hashSha256(buildCanonicalRequest(request, headers, name));
    const key = credentialScope.reduce<string | Uint8Array>(computeHmac, `AWS4${secret(scope)}`);
    const textToSign = ['AWS4-HMAC-SHA256', timestamp, credentialScope.join('/'), hash].join('\n');
    const signature = computeHmac(key, textToSign).toString('hex');
    const credential = `Credential=${id(scope)}/${credentialScope.join('/')}`;
    const parts = `${credential}, SignedHeaders=${joinHeaderNames(headers)}, Signature=${signature}`;
    return setHeader(request, 'authorization', `AWS4-HMAC-SHA256 ${parts}`);
  };
  const marks = ['authorization', 'x-amz-security-token'].map((name) => ({ into: 'header', name }) as const);
  return { reauthOn: [], marks, signsTime: true, sign };
};
