import { createHmac } from 'node:crypto';
import type { AwsSigV4Auth } from '../../manifest/types.generated.ts';
import { type Draft, withHeader } from '../request/index.ts';
import { canonicalRequest, namesOf, sha256, signedHeaders } from './aws-canonical.ts';
import { credentialHeader, credentialText } from './credential.ts';
import type { CompileScheme, Scheme } from './scheme.ts';
import { STAMPS } from './stamps.ts';

const hmac = (key: string | Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();

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
  return { reauthOn: [], marks, signsTime: true, sign };
};
