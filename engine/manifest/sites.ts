import { toPointer } from '../base/json/index.ts';
import type { NameKind, Sees, Sent, SiteContext, SiteKind, SiteNode } from './site-plan.ts';
import { PLAN } from './sites.generated.ts';
import type { Manifest, MapSpec, Stream } from './types.generated.ts';
import { isComputed, isConditional } from './value-forms.ts';

/** Position in a walked value. */
interface Located {
  /** JSON pointer (RFC 6901) into the walked value. */
  readonly path: string;
  readonly steps: readonly string[];
}

/** Expression, template, duration or instant of a manifest. */
export interface Site extends Located {
  readonly kind: SiteKind;
  readonly source: string;
  readonly sees: Sees;
  readonly sent: Sent;
  /** True if the site may use secrets. */
  readonly secrets: boolean;
}

/** String or key of a manifest that is the name of another entry, such as the stream of a map. */
export interface NameReference extends Located {
  readonly kind: 'name';
  readonly of: NameKind;
  readonly name: string;
  readonly isKey: boolean;
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

type Found = Site | NameReference;

function* walk(node: SiteNode, value: unknown, steps: readonly string[], outer: SiteContext): Generator<Found> {
  const context = merge(outer, node);
  if (node.ref !== undefined) yield* walk(PLAN[node.ref] ?? {}, value, steps, context);
  for (const alternative of node.any ?? []) yield* walk(alternative, value, steps, context);
  if (typeof value === 'string' && node.kind) yield siteOf(node.kind, value, steps, context);
  if (typeof value === 'string' && node.names) yield nameOf(node.names, value, steps, false);
  if (typeof value !== 'object' || value === null) return;
  if (node.deep && isComputed(value)) return yield siteOf('expression', value.expr, [...steps, 'expr'], context);
  if (node.deep && isConditional(value)) {
    yield* walk(node, value.value, [...steps, 'value'], outer);
    return yield siteOf('expression', value.when, [...steps, 'when'], context);
  }
  if (node.tag !== undefined && (value as { type?: unknown }).type !== node.tag) return;
  for (const [key, inner] of Object.entries(value)) {
    if (node.keyNames) yield nameOf(node.keyNames, key, [...steps, key], true);
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

const nameOf = (of: NameKind, name: string, steps: readonly string[], isKey: boolean): NameReference => ({
  kind: 'name',
  path: toPointer(steps),
  steps,
  of,
  name,
  isKey,
});

const isName = (found: Found): found is NameReference => found.kind === 'name';

const isSite = (found: Found): found is Site => !isName(found);

const findAll = (definition: string, value: unknown): Found[] => [...walk(PLAN[definition] ?? {}, value, [], {})];

/** Returns every site of a manifest, with the context from the schema's `x-site` annotations. */
export const findSites = (manifest: Manifest): Site[] => findAll('root', manifest).filter(isSite);

/** Returns every site of a stream. */
export const sitesOfStream = (stream: Stream): Site[] => findAll('stream', stream).filter(isSite);

/** Returns every site of a map. */
export const sitesOfMap = (map: MapSpec): Site[] => findAll('map', map).filter(isSite);

/** Returns every reference by name of a manifest, from the schema's `x-name` annotations. */
export const findNameReferences = (manifest: Manifest): NameReference[] => findAll('root', manifest).filter(isName);

/** Returns the sites and the references by name of a value that need not match the manifest schema. */
export function findSitesAndNames(value: unknown): { readonly sites: Site[]; readonly names: NameReference[] } {
  const found = findAll('root', value);
  return { sites: found.filter(isSite), names: found.filter(isName) };
}
