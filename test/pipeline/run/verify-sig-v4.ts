import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();

/** Secret access keys by access key ID. */
export type SecretKeys = Readonly<Record<string, string>>;

/** Verifies the signature of a received request (AWS Signature Version 4), independently of the client. */
export function verifySigV4(keys: SecretKeys, target: string, { headers }: IncomingMessage, body: string) {
  const [, credential = '', signed = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^,]*), SignedHeaders=([^,]*), Signature=(.*)$/.exec(headers.authorization ?? '') ??
    [];
  const [id = '', date = '', region = '', service = ''] = credential.split('/');
  const [method = 'GET', path = '/'] = target.includes(' ') ? target.split(' ') : ['GET', target];
  const lines = signed.split(';').map((name) => `${name}:${headers[name]}`);
  const request = [method, path, '', ...lines, '', signed, sha256(body)].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = `AWS4-HMAC-SHA256\n${headers['x-amz-date']}\n${scope}\n${sha256(request)}`;
  const key = [date, region, service, 'aws4_request'].reduce<string | Uint8Array>(hmac, `AWS4${keys[id]}`);
  return { id, region, service, isValid: hmac(key, text).toString('hex') === signature };
}
