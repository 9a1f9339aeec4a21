import { createHash, createHmac } from 'node:crypto';
import { engineError } from '../../base/errors/index.ts';
import type { Scope } from '../../language/template/index.ts';
import type { BodyHash, DeriveStep, HmacAuth } from '../../manifest/types.generated.ts';
import type { Draft } from '../request/index.ts';
import { decodeText, encodeBytes, formProblem } from './bytes.ts';
import { credentialKey, credentialText, credentialValue } from './credential.ts';
import { compileInject } from './inject.ts';
import type { AuthContext, CompileScheme, Scheme } from './scheme.ts';
import { STAMPS } from './stamps.ts';

/** The parts of a request that are signed, exactly as they go on the wire. */
const requestNames = ({ method, url }: Draft) => {
  const { host, pathname, search } = new URL(url);
  return { method, host, path: pathname, query: search.slice(1), pathWithQuery: pathname + search };
};

/** The names that `sign`, `derive` and `inject` see beside the settings. */
const compileNames = ({ values = {}, nonce, bodyHash, timestamp = 'epochMillis' }: HmacAuth) => {
  const texts = Object.entries(values).map(([name, value]) => ({ name, text: credentialValue(value) }));
  const hashed = (body: string, { algorithm, encode }: BodyHash) =>
    encodeBytes(createHash(algorithm).update(body).digest(), encode);
  return (draft: Draft, { now, randomBytes, scope }: AuthContext): Scope => ({
    ...scope,
    ...Object.fromEntries(texts.map(({ name, text }) => [name, text(scope)])),
    ...(nonce && { nonce: encodeBytes(randomBytes(nonce.bytes), nonce.encode ?? 'hex') }),
    ...(bodyHash && { bodyHash: hashed(draft.body ?? '', bodyHash) }),
    timestamp: STAMPS[timestamp](now),
    request: requestNames(draft),
  });
};

/** One step of the key chain: the hash of a message under the key before. */
const deriveStep = ({ message, decode = 'utf8' }: DeriveStep, algorithm: string) => {
  const text = credentialText(message);
  return (key: Uint8Array, scope: Scope): Uint8Array => {
    const rendered = text(scope);
    const problem = formProblem(rendered, decode);
    if (problem) throw engineError('TEMPLATE_VALUE_REFUSED', { name: message, place: 'key derivation', problem });
    return createHmac(algorithm, key).update(decodeText(rendered, decode)).digest();
  };
};

/** Signs each attempt anew with a keyed hash (RFC 2104): values, key chain and text to sign are the manifest's. */
export const hmac: CompileScheme<HmacAuth> = (auth) => {
  const { algorithm, encode = 'hex' } = auth;
  const namesOf = compileNames(auth);
  const firstKey = credentialKey(auth.key, 'hmac');
  const steps = (auth.derive ?? []).map((step) => deriveStep(step, algorithm));
  const message = credentialText(auth.sign);
  const { marks, apply } = compileInject(auth.inject, 'hmac');
  const sign: Scheme['sign'] = (draft, context) => {
    const scope = namesOf(draft, context);
    const key = steps.reduce((before, step) => step(before, scope), firstKey(scope));
    const signature = encodeBytes(createHmac(algorithm, key).update(message(scope)).digest(), encode);
    return apply(draft, { ...scope, signature });
  };
  return { reauthOn: [], marks, signsTime: true, sign };
};
