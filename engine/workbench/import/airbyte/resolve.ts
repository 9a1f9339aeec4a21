import { isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import { refuse } from './untranslatable.ts';

/** Document whose references are replaced, and the position of each object in the source. */
export interface ResolvedSource {
  readonly root: JsonObject;
  readonly findPointer: (component: object) => string | undefined;
}

/** Objects that a document may expand to: references can multiply it. */
const MAX_OBJECTS = 500_000;
const MAX_DEPTH = 150;

/** State of resolving one document. */
interface Resolution {
  readonly root: JsonObject;
  readonly pointers: WeakMap<object, string>;
  /** Results by reference. */
  readonly resolved: Map<string, Json>;
  readonly open: Set<string>;
  objects: number;
}

const escapeStep = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');

const isReference = (value: string): boolean => value.startsWith('#/') || /^\*ref\(.+\)$/.test(value);

/** Returns the path of a reference: `#/a/b`, or `*ref(a.b)` of old versions. */
const getPath = (reference: string): string =>
  reference.startsWith('#/') ? reference.slice(2) : reference.slice(5, -1).replaceAll('.', '/');

/** Finds the value of a path. Keys may contain slashes: the longest key comes first. */
function findValue(root: Json, path: string): Json | undefined {
  let at: Json | undefined = root;
  let rest = path;
  while (rest !== '') {
    if (isObject(at) && Object.hasOwn(at, rest)) return at[rest];
    const [head = '', ...tail] = rest.split('/');
    if (isObject(at)) at = Object.hasOwn(at, head) ? at[head] : undefined;
    else at = Array.isArray(at) ? at[Number(head)] : undefined;
    if (at === undefined) return undefined;
    rest = tail.join('/');
  }
  return at;
}

function resolveReference(state: Resolution, reference: string, depth: number): Json {
  const known = state.resolved.get(reference);
  if (known !== undefined) return known;
  if (state.open.has(reference)) return refuse(`the reference "${reference}" leads to itself`);
  const path = getPath(reference);
  const target = findValue(state.root, path);
  if (target === undefined) return refuse(`the reference "${reference}" leads to nothing`);
  state.open.add(reference);
  const value = resolveNode(state, target, { pointer: `/${path}`, depth: depth + 1 });
  state.open.delete(reference);
  state.resolved.set(reference, value);
  return value;
}

interface Position {
  readonly pointer: string;
  readonly depth: number;
}

/** Keys whose values are plain data. */
const PLAIN: ReadonlySet<string> = new Set(['connection_specification']);

function resolveNode(state: Resolution, node: Json, { pointer, depth }: Position): Json {
  if (depth > MAX_DEPTH) refuse(`it is nested more than ${MAX_DEPTH} levels deep`);
  if (typeof node === 'string') return isReference(node) ? resolveReference(state, node, depth) : node;
  if (typeof node !== 'object' || node === null) return node;
  if (++state.objects > MAX_OBJECTS) refuse(`it expands to more than ${MAX_OBJECTS} objects`);
  const below = (step: string): Position => ({ pointer: `${pointer}/${escapeStep(step)}`, depth: depth + 1 });
  if (Array.isArray(node)) return node.map((member, at) => resolveNode(state, member as Json, below(String(at))));
  const { $ref: reference, ...members } = node as JsonObject;
  const own = Object.entries(members).map(
    ([key, value]) => [key, PLAIN.has(key) ? value : resolveNode(state, value as Json, below(key))] as const,
  );
  const base = typeof reference === 'string' ? resolveReference(state, normalizeReference(reference), depth) : {};
  if (!isObject(base)) return base;
  const merged = Object.fromEntries([...Object.entries(base), ...own]) as JsonObject;
  state.pointers.set(merged, pointer);
  return merged;
}

const normalizeReference = (reference: string): string => (isReference(reference) ? reference : `#/${reference}`);

/** Replaces the references of a document. Fails for a reference without a target and for a circle. */
export function resolveSource(root: JsonObject): ResolvedSource {
  const pointers = new WeakMap<object, string>();
  const state: Resolution = { root, pointers, resolved: new Map(), open: new Set(), objects: 0 };
  const resolved = resolveNode(state, root, { pointer: '', depth: 0 }) as JsonObject;
  return {
    root: resolved,
    findPointer: (component) => pointers.get(component),
  };
}
