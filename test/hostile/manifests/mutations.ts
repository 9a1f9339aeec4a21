import fc from 'fast-check';

/** Texts with a special meaning in JSONata, Handlebars, paths, URLs or JavaScript. */
export const HOSTILE_TEXTS = [
  '($f := function($n) { $f($n + 1) }; $f(1))',
  '$count([1..9999999].([1..9999999]))',
  '$pad("x", 300000000)',
  '$contains($string($), /^(.+)+§$/)',
  '$toMillis("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "[MNn][MNn][MNn][MNn][MNn][MNn]")',
  '$eval("$eval(\\"1\\")")',
  '$formatNumber(1, "############################################.00e0")',
  '$fromMillis(1e15, "[Y0001]-[M01]", "+9999")',
  '$constructor("return process")()',
  '$.constructor.constructor("return process")()',
  '$$.__proto__.polluted := 1',
  '$merge([{"__proto__": {"polluted": true}}, {"constructor": {"prototype": {"polluted": true}}}])',
  '{"__proto__": {"polluted": true}}',
  '$ ~> |$|{"__proto__": 1}|',
  '$lookup($, "__proto__")',
  '{{__proto__.polluted}}',
  '{{constructor.constructor}}',
  '{{#each settings}}{{this}}{{/each}}',
  '{{> partial}}',
  '{{settings}}',
  '{{lookup settings "__proto__"}}',
  '../../../../etc/passwd',
  '/..%2f..%2f',
  'file:///etc/passwd',
  'http://169.254.169.254/latest/meta-data',
  'https://user:pass@evil.example@good.example/',
  'javascript:alert(1)',
  '\u0000',
  '\ud800',
  '\u202e',
  '',
  '__proto__',
  'constructor',
  'toString',
  'x'.repeat(200_000),
] as const;

const listPointers = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, member]) => listPointers(member, [...path, key]))]
    : [path];

type Holder = Record<string, unknown>;

/** Change of a manifest. */
export interface Mutation {
  readonly path: readonly string[];
  readonly kind: 'set' | 'remove' | 'rename' | 'double';
  readonly value: unknown;
}

const nestValue = (depth: number): unknown => (depth === 0 ? 'x' : { a: nestValue(depth - 1) });

/** Generates a few changes of `manifest`: values set to hostile ones, removed, renamed, or duplicated. */
export function arbitraryMutations(manifest: object): fc.Arbitrary<readonly Mutation[]> {
  const places = listPointers(manifest).filter((path) => path.length > 0);
  // Expressions; most of them stay valid with any text.
  const evaluated = places.filter(
    (path) => (path[0] === 'maps' && path[2] === 'fields' && path.length === 4) || path[2] === 'records',
  );
  const value = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<unknown>(...HOSTILE_TEXTS) },
    fc.jsonValue(),
    fc.constantFrom<unknown>(-1, 0, 1e308, Number.MAX_SAFE_INTEGER, null, [], {}, nestValue(60)),
  );
  const kind = fc.constantFrom<Mutation['kind']>('set', 'set', 'set', 'set', 'remove', 'rename', 'double');
  return fc.array(
    fc.record({ path: fc.oneof(fc.constantFrom(...evaluated), fc.constantFrom(...places)), kind, value }),
    { minLength: 1, maxLength: 3 },
  );
}

const ACTS: { readonly [K in Mutation['kind']]: (holder: Holder, key: string, value: unknown) => void } = {
  set: (holder, key, value) => {
    holder[key] = value;
  },
  remove: (holder, key) => {
    delete holder[key];
  },
  rename: (holder, key, value) => {
    Object.defineProperty(holder, String(value).slice(0, 1_000), {
      value: holder[key],
      enumerable: true,
      configurable: true,
      writable: true,
    });
    delete holder[key];
  },
  double: (holder, key) => {
    holder[`${key}_2`] = holder[key];
  },
};

/** Applies the changes in order and returns the manifest as text; skips positions that no longer exist. */
export function applyMutations(manifest: object, mutations: readonly Mutation[]): string {
  const copy = structuredClone(manifest) as Holder;
  for (const { path, kind, value } of mutations) {
    const holder = path.slice(0, -1).reduce<unknown>((at, key) => (at as Holder | undefined)?.[key], copy);
    if (typeof holder === 'object' && holder !== null) ACTS[kind](holder as Holder, path.at(-1) ?? '', value);
  }
  return JSON.stringify(copy);
}
