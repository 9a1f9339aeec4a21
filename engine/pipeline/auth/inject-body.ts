import { engineError } from '../../base/errors/index.ts';
import { fromPointer, type Json, setPath } from '../../base/json/index.ts';
import { type HttpRequest, joinPairs, parsePairs, setEncodedPair } from '../request/index.ts';
import { createMalformedError } from './credential.ts';

const DOT_SEGMENT = /^\.{0,2}$/;

/** Replaces `{name}` in the path of the URL by a percent-encoded value. A link from the vendor contains no placeholder. */
export const fillPath = (request: HttpRequest, name: string, value: string): HttpRequest => {
  if (DOT_SEGMENT.test(value)) throw createMalformedError('path', 'it is empty or changes the path');
  const [path = '', query] = request.url.split(/\?(.*)/s);
  const placeholders = [`{${name}}`, `%7B${encodeURIComponent(name)}%7D`, `%7b${encodeURIComponent(name)}%7d`];
  const filled = placeholders.reduce((text, placeholder) => text.replaceAll(placeholder, () => value), path);
  return { ...request, url: query === undefined ? filled : `${filled}?${query}` };
};

/** Returns the body that a credential is added to; an empty one for a request without a body, unless it is a GET. */
const readBody = ({ method, body, headers }: HttpRequest, [kind, type]: readonly [string, RegExp], name: string) => {
  const fits = body === undefined ? method !== 'GET' : type.test(headers['content-type'] ?? '');
  if (!fits) throw engineError('AUTH_BODY_MISSING', { name, kind, method });
  return body ?? '';
};

/** Sets a member of the JSON body, by name or JSON pointer. Throws AUTH_BODY_MISSING. */
export const setJsonField = (request: HttpRequest, name: string, value: string): HttpRequest => {
  const body = readBody(request, ['JSON', /\bjson\b/i], name);
  const path = (name.startsWith('/') ? fromPointer(name) : undefined) ?? [name];
  const changed = setPath(body === '' ? {} : (JSON.parse(body) as Json), path, value);
  const headers = { 'content-type': 'application/json', ...request.headers };
  return { ...request, headers, body: JSON.stringify(changed) };
};

/** Sets a form-encoded field of the body. Throws AUTH_BODY_MISSING. */
export const setFormField = (request: HttpRequest, name: string, value: string): HttpRequest => {
  const body = readBody(request, ['form', /^application\/x-www-form-urlencoded/i], name);
  const headers = { 'content-type': 'application/x-www-form-urlencoded', ...request.headers };
  return { ...request, headers, body: joinPairs(setEncodedPair(parsePairs(body), name, value)) };
};
