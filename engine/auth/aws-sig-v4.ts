import { createHash, createHmac } from 'node:crypto';
import type { AwsSigV4Auth } from '../manifest/types.generated.ts';
import { type Draft, withHeader } from '../request/index.ts';
import { encodeComponent } from '../template/index.ts';
import { credentialHeader, credentialText } from './credential.ts';
import type { CompileScheme, Scheme } from './scheme.ts';
import { STAMPS } from './stamps.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();

// Every service but s3 encodes the path that is already encoded once more.
const canonicalPath = (path: string, service: string) =>
  service === 's3' ? path : path.split('/').map(encodeComponent).join('/');

const reencoded = (text: string): string => {
  try {
    return encodeComponent(decodeURIComponent(text));
  } catch {
    return text;
  }
};

/** Parameters encoded alike and sorted by name, then value; one without `=` has an empty value. */
const canonicalQuery = (search: string): string => {
  const pairs = search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '');
  const parsed = pairs.map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name: reencoded(name), value: reencoded(value.join('=')) };
  });
  const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  const sorted = parsed.sort((a, b) => order(a.name, b.name) || order(a.value, b.value));
  return sorted.map(({ name, value }) => `${name}=${value}`).join('&');
};

/** Signed headers: the host, the content type, and those of AWS itself; others may change on the way. */
const signedHeaders = (draft: Draft): [string, string][] => {
  const chosen = Object.entries(draft.headers).filter(([name]) => name === 'content-type' || name.startsWith('x-amz-'));
  const all: [string, string][] = [...chosen, ['host', new URL(draft.url).host]];
  return all.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, value.trim().replace(/ +/g, ' ')]);
};

const canonicalRequest = (draft: Draft, headers: readonly [string, string][], service: string): string => {
  const { pathname, search } = new URL(draft.url);
  const lines = headers.map(([name, value]) => `${name}:${value}\n`).join('');
  const path = canonicalPath(pathname, service);
  return [draft.method, path, canonicalQuery(search), lines, namesOf(headers), sha256(draft.body ?? '')].join('\n');
};

const namesOf = (headers: readonly [string, string][]) => headers.map(([name]) => name).join(';');

/** The headers that go with the signature and are signed themselves. */
const withAwsHeaders = (draft: Draft, stamp: string, { service, token }: { service: string; token: string }): Draft => {
  const dated = withHeader(draft, 'x-amz-date', stamp);
  const held = token === '' ? dated : withHeader(dated, 'x-amz-security-token', token);
  return service === 's3' ? withHeader(held, 'x-amz-content-sha256', sha256(draft.body ?? '')) : held;
};

/** AWS Signature Version 4, in the authorization header. */
export const awsSigV4: CompileScheme<AwsSigV4Auth> = (auth) => {
  const text = (source: string) => credentialHeader(source, 'awsSigV4');
  const [id, region, service] = [text(auth.accessKeyId), text(auth.region), text(auth.service)];
  const token = text(auth.sessionToken ?? '');
  const secret = credentialText(auth.secretAccessKey);
  const sign: Scheme['sign'] = (draft, { now, scope }) => {
    const stamp = STAMPS.basic(now);
    const name = service(scope);
    const range = [stamp.slice(0, 8), region(scope), name, 'aws4_request'];
    const whole = withAwsHeaders(draft, stamp, { service: name, token: token(scope) });
    const headers = signedHeaders(whole);
    const request = sha256(canonicalRequest(whole, headers, name));
    const key = range.reduce<string | Uint8Array>(hmac, `AWS4${secret(scope)}`);
    const signature = hmac(key, ['AWS4-HMAC-SHA256', stamp, range.join('/'), request].join('\n')).toString('hex');
    const names = `Credential=${id(scope)}/${range.join('/')}, SignedHeaders=${namesOf(headers)}`;
    return withHeader(whole, 'authorization', `AWS4-HMAC-SHA256 ${names}, Signature=${signature}`);
  };
  const marks = ['authorization', 'x-amz-security-token'].map((name) => ({ into: 'header', name }) as const);
  return { reauthOn: [], marks, sign };
};
