import { createHmac } from 'node:crypto';
import type { AwsSigV4Auth } from '../../manifest/types.generated.ts';
import { type HttpRequest, setHeader } from '../request/index.ts';
import { buildCanonicalRequest, hashSha256, joinHeaderNames, selectSignedHeaders } from './aws-canonical.ts';
import { compileCredentialHeader, compileCredentialText } from './credential.ts';
import type { CompileScheme, Scheme } from './scheme.ts';
import { TIMESTAMPS } from './timestamps.ts';

const computeHmac = (key: string | Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();

/** The headers that go with the signature and are signed themselves. */
const addAwsHeaders = (
  request: HttpRequest,
  stamp: string,
  { service, token }: { service: string; token: string },
): HttpRequest => {
  const dated = setHeader(request, 'x-amz-date', stamp);
  const held = token === '' ? dated : setHeader(dated, 'x-amz-security-token', token);
  return service === 's3' ? setHeader(held, 'x-amz-content-sha256', hashSha256(request.body ?? '')) : held;
};

/** AWS Signature Version 4, in the authorization header. */
export const compileAwsSigV4: CompileScheme<AwsSigV4Auth> = (auth) => {
  const text = (source: string) => compileCredentialHeader(source, 'awsSigV4');
  const [id, region, service] = [text(auth.accessKeyId), text(auth.region), text(auth.service)];
  const token = text(auth.sessionToken ?? '');
  const secret = compileCredentialText(auth.secretAccessKey);
  const sign: Scheme['sign'] = (draft, { now, scope }) => {
    const stamp = TIMESTAMPS.basic(now);
    const name = service(scope);
    const range = [stamp.slice(0, 8), region(scope), name, 'aws4_request'];
    const whole = addAwsHeaders(draft, stamp, { service: name, token: token(scope) });
    const headers = selectSignedHeaders(whole);
    const request = hashSha256(buildCanonicalRequest(whole, headers, name));
    const key = range.reduce<string | Uint8Array>(computeHmac, `AWS4${secret(scope)}`);
    const signature = computeHmac(key, ['AWS4-HMAC-SHA256', stamp, range.join('/'), request].join('\n')).toString(
      'hex',
    );
    const names = `Credential=${id(scope)}/${range.join('/')}, SignedHeaders=${joinHeaderNames(headers)}`;
    return setHeader(whole, 'authorization', `AWS4-HMAC-SHA256 ${names}, Signature=${signature}`);
  };
  const marks = ['authorization', 'x-amz-security-token'].map((name) => ({ into: 'header', name }) as const);
  return { reauthOn: [], marks, signsTime: true, sign };
};
