import { createHash, createHmac } from 'node:crypto';
import { engineError } from '../../base/errors/index.ts';
import type { TemplateScope } from '../../language/template/index.ts';
import type { BodyHash, DeriveStep, HmacAuth } from '../../manifest/types.generated.ts';
import type { HttpRequest } from '../request/index.ts';
import { decodeText, encodeBytes, findEncodingProblem } from './bytes.ts';
import { compileCredentialKey, compileCredentialText, compileCredentialValue } from './credential.ts';
import { compileInject } from './inject.ts';
import type { AuthContext, CompileScheme, Scheme } from './scheme.ts';
import { TIMESTAMPS } from './timestamps.ts';

/** Returns the parts of a request that can be signed, exactly as they are sent. */
const buildRequestVariables = ({ method, url }: HttpRequest) => {
  const { host, pathname, search } = new URL(url);
  return { method, host, path: pathname, query: search.slice(1), pathWithQuery: pathname + search };
};

/** Compiles the scope of `sign`, `derive` and `inject`: the settings plus the values of the signature. */
const compileSignatureScope = ({ values = {}, nonce, bodyHash, timestamp = 'epochMillis' }: HmacAuth) => {
  const texts = Object.entries(values).map(([name, value]) => ({ name, text: compileCredentialValue(value) }));
  const hashBody = (body: string, { algorithm, encode }: BodyHash) =>
    encodeBytes(createHash(algorithm).update(body).digest(), encode);
  return (request: HttpRequest, { now, randomBytes, scope }: AuthContext): TemplateScope => ({
    ...scope,
    ...Object.fromEntries(texts.map(({ name, text }) => [name, text(scope)])),
    ...(nonce && { nonce: encodeBytes(randomBytes(nonce.bytes), nonce.encode ?? 'hex') }),
    ...(bodyHash && { bodyHash: hashBody(request.body ?? '', bodyHash) }),
    timestamp: TIMESTAMPS[timestamp](now),
    request: buildRequestVariables(request),
  });
};

/** Compiles one step of key derivation: the HMAC of a message with the previous key. */
const compileDeriveStep = ({ message, decode = 'utf8' }: DeriveStep, algorithm: string) => {
  const text = compileCredentialText(message);
  return (key: Uint8Array, scope: TemplateScope): Uint8Array => {
    const rendered = text(scope);
    const problem = findEncodingProblem(rendered, decode);
    if (problem) throw engineError('TEMPLATE_VALUE_REFUSED', { name: message, place: 'key derivation', problem });
    return createHmac(algorithm, key).update(decodeText(rendered, decode)).digest();
  };
};

/** HMAC signature (RFC 2104) of each attempt; the manifest defines the values, the key derivation and the signed text. */
export const compileHmac: CompileScheme<HmacAuth> = (auth) => {
  const { algorithm, encode = 'hex' } = auth;
  const buildScope = compileSignatureScope(auth);
  const firstKey = compileCredentialKey(auth.key, 'hmac');
  const steps = (auth.derive ?? []).map((step) => compileDeriveStep(step, algorithm));
  const message = compileCredentialText(auth.sign);
  const { marks, apply } = compileInject(auth.inject, 'hmac');
  const sign: Scheme['sign'] = (request, context) => {
    const scope = buildScope(request, context);
    const key = steps.reduce((previous, step) => step(previous, scope), firstKey(scope));
    const signature = encodeBytes(createHmac(algorithm, key).update(message(scope)).digest(), encode);
    return apply(request, { ...scope, signature });
  };
  return { reauthOn: [], marks, signsTime: true, sign };
};
