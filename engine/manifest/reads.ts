import { isEngineError } from '../base/errors/index.ts';
import { findReadSteps, findReads } from '../language/expression/index.ts';
import { compileTemplate, findTemplateNames, type TemplateTarget } from '../language/template/index.ts';
import type { Sees } from './site-plan.ts';
import { type Site, sitesOfMap, sitesOfStream } from './sites.ts';
import type { MapSpec, Stream } from './types.generated.ts';

/** Paths into the scope, e.g. `['application', 'guid']`. */
export type ScopePaths = readonly (readonly string[])[];

/** Path that a site reads from the scope, such as `['settings', 'api_id']`. Empty if it reads the whole scope. */
export interface ScopeRead {
  readonly names: readonly string[];
  readonly path: string;
  readonly site: Site;
}

/** Sites whose expressions have the scope as their input. Others access it only through variables. */
const ON_SCOPE: ReadonlySet<Sees> = new Set<Sees>([
  'config',
  'choice',
  'signed',
  'session',
  'request',
  'job',
  'fetch',
  'file',
  'refusal',
  'partitions',
]);

/** Sites that see no values of a stream's request. */
const ON_CONFIG: ReadonlySet<Sees> = new Set<Sees>(['config', 'choice', 'signed']);

/** Returns the target that a site's template is compiled for. */
export const placeOfSite = ({ sent }: Site): TemplateTarget => (sent === 'none' ? 'text' : sent);

// The syntax rules report syntax errors.
function tryOr<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch (error) {
    if (isEngineError(error)) return otherwise;
    throw error;
  }
}

function readsOfExpression({ source, sees }: Site): ScopePaths {
  const reads = tryOr(() => findReads(source), undefined);
  if (!reads) return [];
  const variables = Object.entries(reads.variables).flatMap(([name, paths]) => paths.map((path) => [name, ...path]));
  if (sees === 'settings') return [...reads.input.map((path) => ['settings', ...path]), ...variables];
  if (!ON_SCOPE.has(sees)) return variables;
  return [...(reads.wholeInput ? [[]] : reads.input), ...variables];
}

/** Returns the scope paths that a site reads. Empty for a site with a syntax error. */
export const readsOfSite = (site: Site): ScopePaths =>
  site.kind === 'expression'
    ? readsOfExpression(site)
    : tryOr(() => compileTemplate(site.source, placeOfSite(site)).names, []);

/** Name in the text of a site that reads a value of the scope. */
export interface ScopeName {
  /** Path into the scope, whose last element is the name. */
  readonly names: readonly string[];
  /** Offsets of the name in the text of the site. */
  readonly start: number;
  readonly end: number;
}

function namesInExpression({ source, sees }: Site): ScopeName[] {
  return tryOr(() => findReadSteps(source), []).flatMap(({ root, path, start, end }) => {
    if (root !== '') return [{ names: [root, ...path], start, end }];
    if (sees === 'settings') return [{ names: ['settings', ...path], start, end }];
    return ON_SCOPE.has(sees) ? [{ names: path, start, end }] : [];
  });
}

/** Returns the names of a dotted path, such as `settings.api_id`, each with its offsets. */
const splitPath = (source: string, start: number, end: number): ScopeName[] => {
  const parts = [...source.slice(start, end).matchAll(/\[([^\]]*)\]|[^.[\]]+/g)];
  return parts.map(({ index, 0: text }, at) => ({
    names: parts.slice(0, at + 1).map(([whole, quoted]) => quoted ?? whole),
    start: start + index,
    end: start + index + text.length,
  }));
};

/** Returns the names in the text of a site that read values of the scope, in its order. */
export const findScopeNames = (site: Site): readonly ScopeName[] =>
  site.kind === 'expression'
    ? namesInExpression(site)
    : tryOr(() => findTemplateNames(site.source), []).flatMap(({ start, end }) => splitPath(site.source, start, end));

/** Returns all reads of the scope by the sites, without reads of their page, item or response. */
export const findScopeReads = (sites: readonly Site[]): ScopeRead[] =>
  sites.flatMap((site) => readsOfSite(site).map((names) => ({ names, path: site.path, site })));

/** Path that an expression reads from its page, item or element. */
export interface InputRead {
  readonly steps: readonly string[];
  readonly path: string;
  readonly site: Site;
}

/** Returns the reads of pages, items and elements by expressions. */
export const findInputReads = (sites: readonly Site[]): InputRead[] =>
  sites.flatMap((site) => {
    if (site.kind !== 'expression' || ON_SCOPE.has(site.sees) || site.sees === 'settings') return [];
    const reads = tryOr(() => findReads(site.source), undefined);
    return (reads?.input ?? []).map((steps) => ({ steps, path: site.path, site }));
  });

const pathsOf = (sites: readonly Site[]): ScopePaths =>
  sites.filter(({ sees }) => !ON_CONFIG.has(sees)).flatMap(readsOfSite);

/** Returns the scope paths that a stream's requests and selectors read. */
export const readsOfStream = (stream: Stream): ScopePaths => pathsOf(sitesOfStream(stream));

/** Returns the scope paths that a map's expressions read. */
export const readsOfMap = (map: MapSpec): ScopePaths => pathsOf(sitesOfMap(map));
