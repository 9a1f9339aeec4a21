import { isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import type { ObservedRequest } from '../described.ts';

/** Body of an observed request. */
export type RequestBody =
  | { readonly kind: 'json'; readonly value: JsonObject }
  | { readonly kind: 'form'; readonly value: JsonObject }
  | { readonly kind: 'other'; readonly type: string };

const getType = ({ headers }: ObservedRequest): string =>
  headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1].toLowerCase() ?? '';

/** Parses JSON; undefined if it is invalid. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function parseForm(text: string): JsonObject {
  const grouped = Map.groupBy([...new URLSearchParams(text)], ([name]) => name);
  return Object.fromEntries(
    [...grouped].map(([name, pairs]) => [
      name,
      pairs.length === 1 ? (pairs[0]?.[1] ?? '') : pairs.map(([, value]) => value),
    ]),
  );
}

/** Parses the body of a request by its content, then by its type. Undefined without a body. */
export function parseBody(request: ObservedRequest): RequestBody | undefined {
  const { body } = request;
  if (body === undefined || body === '') return undefined;
  const value = /^\s*\{/.test(body) ? parseJson(body) : undefined;
  if (isObject(value)) return { kind: 'json', value };
  const type = getType(request);
  if (type.includes('x-www-form-urlencoded') || (type === '' && /^[^\s{<]+=/.test(body)))
    return { kind: 'form', value: parseForm(body) };
  return { kind: 'other', type: type || 'of an unknown type' };
}

const DEEPEST = 4;

function* listPointers(value: JsonObject, path: readonly string[]): Generator<[name: string, value: Json]> {
  for (const [name, inner] of Object.entries(value)) {
    const steps = [...path, name];
    if (isObject(inner) && steps.length < DEEPEST) yield* listPointers(inner, steps);
    else
      yield [
        path.length === 0
          ? name
          : `/${steps.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`,
        inner,
      ];
  }
}

/** Returns the members of a JSON body by name, those of inner objects by JSON pointer, as a paginator names them. */
export const flattenBody = (value: JsonObject): Record<string, Json> => Object.fromEntries(listPointers(value, []));
