import { toPointer } from '../base/json/index.ts';
import type { Sees, Sent, SiteContext, SiteKind, SiteNode } from './site-plan.ts';
import { PLAN } from './sites.generated.ts';
import type { Manifest, MapSpec, Stream } from './types.generated.ts';
import { isComputed, isConditional } from './value-forms.ts';

/** Expression, template, duration or instant of a manifest. */
export interface Site {
  /** JSON pointer (RFC 6901) into the walked value. */
  readonly path: string;
  readonly steps: readonly string[];
  readonly kind: SiteKind;
  readonly source: string;
  readonly sees: Sees;
  readonly sent: Sent;
  /** True if the site may use secrets. */
  readonly secrets: boolean;
}

const own = (keys: SiteNode['keys'], key: string): SiteNode | undefined =>
  keys && Object.hasOwn(keys, key) ? keys[key] : undefined;

const childOf = (node: SiteNode, key: string, value: object): SiteNode | undefined => {
  if (node.deep) return node;
  return Array.isArray(value) ? node.items : (own(node.keys, key) ?? node.rest);
};

const merge = (outer: SiteContext, { sees, sent, secrets }: SiteNode): SiteContext => ({
  ...outer,
  ...(sees && { sees }),
  ...(sent && { sent }),
  ...(secrets && { secrets }),
});

function* walk(node: SiteNode, value: unknown, steps: readonly string[], outer: SiteContext): Generator<Site> {
  const context = merge(outer, node);
  if (node.ref !== undefined) yield* walk(PLAN[node.ref] ?? {}, value, steps, context);
  for (const alternative of node.any ?? []) yield* walk(alternative, value, steps, context);
  if (typeof value === 'string' && node.kind) yield siteOf(node.kind, value, steps, context);
  if (typeof value !== 'object' || value === null) return;
  if (node.deep && isComputed(value)) return yield siteOf('expression', value.expr, [...steps, 'expr'], context);
  if (node.deep && isConditional(value)) {
    yield* walk(node, value.value, [...steps, 'value'], outer);
    return yield siteOf('expression', value.when, [...steps, 'when'], context);
  }
  if (node.tag !== undefined && (value as { type?: unknown }).type !== node.tag) return;
  for (const [key, inner] of Object.entries(value)) {
    const child = childOf(node, key, value);
    if (child) yield* walk(child, inner, [...steps, key], context);
  }
}

// The generator of the plan ensures that every site has a context and that only templates may use secrets.
const siteOf = (kind: SiteKind, source: string, steps: readonly string[], context: SiteContext): Site => ({
  path: toPointer(steps),
  steps,
  kind,
  source,
  sees: context.sees ?? 'config',
  sent: context.sent ?? 'none',
  secrets: kind === 'template' && context.secrets === true,
});

/** Returns every site of a manifest, with the context from the schema's `x-site` annotations. */
export const findSites = (manifest: Manifest): Site[] => [...walk(PLAN['root'] ?? {}, manifest, [], {})];

/** Returns every site of a stream. */
export const sitesOfStream = (stream: Stream): Site[] => [...walk(PLAN['stream'] ?? {}, stream, [], {})];

/** Returns every site of a map. */
export const sitesOfMap = (map: MapSpec): Site[] => [...walk(PLAN['map'] ?? {}, map, [], {})];
