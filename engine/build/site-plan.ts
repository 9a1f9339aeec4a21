import { isObject, type Json, type JsonObject } from '../base/json/types.ts';
import type { NameKind, SiteContext, SiteKind, SiteNode, SitePlan } from '../manifest/site-plan.ts';

const KINDS: ReadonlySet<string> = new Set<SiteKind>(['expression', 'template', 'duration', 'instant', 'zone']);

type Annotation = SiteContext & { readonly kind?: SiteKind };
type Draft = { -readonly [K in keyof SiteNode]: SiteNode[K] };

const annotationOf = (schema: JsonObject): Annotation => (schema['x-site'] ?? {}) as Annotation;

const nameOf = (ref: string): string => ref.split('/').at(-1) ?? '';

const LEADS = ['kind', 'names', 'keyNames', 'ref', 'keys', 'rest', 'items', 'any'] as const;

const leads = (node: SiteNode | undefined): node is SiteNode => node !== undefined && LEADS.some((key) => key in node);

function keysOf(schema: JsonObject): SiteNode['keys'] {
  if (!isObject(schema['properties'])) return undefined;
  const entries = Object.entries(schema['properties']).map(([key, value]) => [key, nodeOf(value)] as const);
  const leading = entries.filter(([, node]) => leads(node));
  return leading.length > 0 ? Object.fromEntries(leading) : undefined;
}

const tagOf = (schema: JsonObject): string | undefined => {
  const type = isObject(schema['properties']) ? schema['properties']['type'] : undefined;
  return isObject(type) && typeof type['const'] === 'string' ? type['const'] : undefined;
};

function kindOf(schema: JsonObject): Pick<SiteNode, 'kind' | 'deep'> {
  const { kind } = annotationOf(schema);
  if (kind === undefined) return {};
  return schema['type'] === 'string' ? { kind } : { kind, deep: true };
}

const namesOf = (schema: Json | undefined): NameKind | undefined =>
  isObject(schema) ? (schema['x-name'] as NameKind | undefined) : undefined;

function referenceOf(ref: string): Pick<SiteNode, 'kind' | 'ref'> {
  const name = nameOf(ref);
  return KINDS.has(name) ? { kind: name as SiteKind } : { ref: name };
}

function nodeOf(schema: Json | undefined): SiteNode {
  if (!isObject(schema)) return {};
  const { kind: _, ...context } = annotationOf(schema);
  const names = namesOf(schema);
  const own = { ...context, ...(names && { names }) };
  if (typeof schema['$ref'] === 'string') return { ...own, ...referenceOf(schema['$ref']) };
  const node: Draft = { ...own, ...kindOf(schema) };
  const keyNames = namesOf(schema['propertyNames']);
  if (keyNames) node.keyNames = keyNames;
  const [keys, rest, items] = [keysOf(schema), nodeOf(schema['additionalProperties']), nodeOf(schema['items'])];
  const any = [schema['anyOf'], schema['oneOf']].flatMap((list) => (Array.isArray(list) ? list.map(nodeOf) : []));
  const tag = tagOf(schema);
  if (keys) node.keys = keys;
  if (leads(rest)) node.rest = rest;
  if (leads(items)) node.items = items;
  if (any.some(leads)) node.any = any.filter(leads);
  if (tag !== undefined && leads(node)) node.tag = tag;
  return node;
}

const childrenOf = (node: SiteNode): SiteNode[] =>
  [...Object.values(node.keys ?? {}), node.rest, node.items, ...(node.any ?? [])].filter(leads);

const refsOf = (node: SiteNode): string[] => [
  ...(node.ref === undefined ? [] : [node.ref]),
  ...childrenOf(node).flatMap(refsOf),
];

const isFound = ({ kind, names, keyNames }: SiteNode): boolean => (kind ?? names ?? keyNames) !== undefined;

const hasFound = (node: SiteNode): boolean => isFound(node) || childrenOf(node).some(hasFound);

/** Returns the definitions that lead to a site or a name, directly or through others. */
function leading(plan: SitePlan): Set<string> {
  const found = new Set(Object.keys(plan).filter((name) => hasFound(plan[name] ?? {})));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const [name, node] of Object.entries(plan)) if (refsOf(node).some((ref) => found.has(ref))) found.add(name);
  }
  return found;
}

/** Removes references to definitions without sites and names. Returns undefined if nothing remains. */
function pruned(node: SiteNode, live: ReadonlySet<string>): SiteNode | undefined {
  const copy: Draft = { ...node };
  if (copy.ref !== undefined && !live.has(copy.ref)) delete copy.ref;
  const keys = Object.entries(node.keys ?? {}).flatMap(([key, child]) => {
    const kept = pruned(child, live);
    return kept ? [[key, kept] as const] : [];
  });
  delete copy.keys;
  if (keys.length > 0) copy.keys = Object.fromEntries(keys);
  for (const key of ['rest', 'items'] as const) {
    const kept = node[key] && pruned(node[key], live);
    delete copy[key];
    if (kept) copy[key] = kept;
  }
  const any = (node.any ?? []).flatMap((child) => pruned(child, live) ?? []);
  delete copy.any;
  if (any.length > 0) copy.any = any;
  return leads(copy) ? copy : undefined;
}

/** Throws if any path leads to a site without an `x-site` context. */
function expectContext(plan: SitePlan, node: SiteNode, outer: SiteContext, way: readonly string[]): void {
  const context = { ...outer, ...(({ sees, sent }) => ({ ...(sees && { sees }), ...(sent && { sent }) }))(node) };
  const complain = (what: string) => {
    throw new Error(`${way.join('/')} in manifest.schema.json needs an "x-site" that declares ${what}`);
  };
  if (node.kind && !context.sees) complain('"sees"');
  if (node.kind === 'template' && !context.sent) complain('"sent"');
  const { ref } = node;
  if (ref !== undefined && !way.includes(`#${ref}`)) expectContext(plan, plan[ref] ?? {}, context, [...way, `#${ref}`]);
  for (const [key, child] of Object.entries(node.keys ?? {})) expectContext(plan, child, context, [...way, key]);
  for (const child of [node.rest, node.items, ...(node.any ?? [])].filter(leads))
    expectContext(plan, child, context, [...way, '*']);
}

/** Builds the plan for finding sites and names from the manifest schema. Throws for a site without an `x-site` context. */
export function sitePlanOf(schema: JsonObject): SitePlan {
  const definitions = isObject(schema['definitions']) ? schema['definitions'] : {};
  const nodes = Object.entries({ root: schema, ...definitions })
    .filter(([name]) => !KINDS.has(name))
    .map(([name, one]) => [name, nodeOf(one)] as const);
  const whole = Object.fromEntries(nodes);
  const live = leading(whole);
  const plan = Object.fromEntries(
    [...live].flatMap((name) => {
      const node = pruned(whole[name] ?? {}, live);
      return node ? [[name, node] as const] : [];
    }),
  );
  expectContext(plan, plan['root'] ?? {}, {}, ['']);
  return plan;
}

/** Renders the plan as the text of a TypeScript module. */
export const moduleOfSitePlan = (plan: SitePlan): string =>
  `/* Generated from schemas/ by \`npm run gen\`: edit the schema, never this file. */
import type { SitePlan } from './site-plan.ts';

export const PLAN: SitePlan = ${JSON.stringify(plan, null, 1)};
`;
