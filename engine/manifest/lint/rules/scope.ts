import { formatList, formatSuggestion } from '../../../base/suggestion/index.ts';
import { BUILTIN_NAMES, isBuiltin } from '../../../language/expression/index.ts';
import { listJobNames, listMembers, listScopeNames } from '../../partition-sources.ts';
import { findInputReads, findScopeReads, type ScopeRead } from '../../reads.ts';
import type { Sees } from '../../site-plan.ts';
import type { Site } from '../../sites.ts';
import type { Auth, Manifest, MapSpec, Stream } from '../../types.generated.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';

/** Returns the names of a job's captured values and of its current file. */
const listOwnJobNames = (stream: Stream | undefined): string[] => (stream ? listJobNames(stream) : []);

/** Returns the stream whose scope applies at a site: for an expression on another stream's items, that other stream. */
export function streamNameOf({ streams, maps }: Manifest, { steps, sees }: Site): string {
  const [part, name = '', , lookupName = ''] = steps;
  if (part === 'maps') return maps[name]?.from ?? '';
  if (part !== 'streams') return '';
  return sees === 'partner' ? (streams[name]?.lookup?.[lookupName]?.stream ?? '') : name;
}

/** Returns the names at an expression of a partition source: of the preceding sources, and of the ancestors of its element. */
function listSourceNames(manifest: Manifest, { steps, sees }: Site): string[] {
  const [, name = '', , index, ...rest] = steps;
  const sources = manifest.streams[name]?.partitions ?? [];
  const before = sources.slice(0, Number(index));
  const above = before.flatMap((source) => [
    source.as,
    ...listMembers(source).flatMap(({ parent }) => (parent ? listScopeNames(manifest, parent) : [])),
  ]);
  const source = sources[Number(index)];
  if (sees !== 'parent' || !source) return above;
  const own = listMembers(source).filter(({ steps: at }) => rest[0] !== 'union' || at[1] === rest[1]);
  return [...above, ...own.flatMap(({ parent }) => (parent ? listScopeNames(manifest, parent) : []))];
}

/** Returns the names of the values that HMAC schemes define. */
const signedValues = (auth: Auth): string[] =>
  auth.type === 'anyOf'
    ? auth.choices.flatMap((choice) => signedValues(choice.auth))
    : auth.type === 'all'
      ? auth.auths.flatMap(signedValues)
      : auth.type === 'hmac'
        ? Object.keys(auth.values ?? {})
        : [];

interface Surroundings {
  readonly stream: Stream | undefined;
  readonly map: MapSpec | undefined;
  readonly parents: readonly string[];
  /** Names of the partition values of all streams. */
  readonly partitions: readonly string[];
  /** Auths of the manifest. */
  readonly auths: readonly Auth[];
}

type NamesAt = (around: Surroundings) => readonly string[];

const config: NamesAt = () => ['settings', 'filters'];
const session: NamesAt = () => ['settings', 'filters', 'session'];
/** Names of the cursor and the time window that a stream is read with. */
const listTimes: NamesAt = ({ stream }) => [
  ...(stream?.incremental ? ['cursor'] : []),
  ...(stream?.window ? ['window'] : []),
];
const request: NamesAt = (around) => [...session(around), ...around.parents, ...listTimes(around)];
const job: NamesAt = (around) => [...request(around), ...(around.stream?.job ? ['job'] : [])];
const pageRequest: NamesAt = (around) => [...job(around), 'page'];
const file: NamesAt = (around) => [...pageRequest(around), ...listOwnJobNames(around.stream)];
const item: NamesAt = (around) => [
  ...['settings', 'run', ...around.parents, ...listOwnJobNames(around.stream), ...listTimes(around)],
];

/** Names that the engine binds at each kind of site, in addition to the input (page, item or response). */
const NAMES: { readonly [S in Sees]: NamesAt } = {
  settings: () => ['settings'],
  config,
  signed: (around) => [...config(around), ...around.partitions],
  choice: (around) => [...config(around), 'given'],
  session,
  signing: (around) => [
    ...session(around),
    ...around.auths.flatMap(signedValues),
    ...['nonce', 'timestamp', 'bodyHash', 'request', 'signature'],
  ],
  request,
  job,
  fetch: pageRequest,
  file,
  refusal: (around) => [...pageRequest(around), 'status', 'headers', 'body'],
  response: () => ['status', 'headers'],
  page: item,
  paging: (around) => [...item(around), 'page'],
  parent: ({ parents }) => ['settings', ...parents],
  partitions: ({ parents }) => ['settings', 'filters', ...parents],
  partner: ({ parents }) => parents,
  item,
  mapped: (around) => [
    ...item(around),
    ...Object.keys(around.stream?.lookup ?? {}),
    ...(around.map?.each === undefined ? [] : ['item']),
  ],
};

const EVERY_PART = {
  stream: { incremental: {}, window: {}, job: { files: { list: '$' } }, lookup: { '<lookup>': {} } },
  map: { each: '$' },
  parents: ['<parent>'],
  partitions: ['<parent>'],
  auths: [{ type: 'hmac', values: { '<value>': {} } }],
} as unknown as Surroundings;

/** Returns the names at a site of a stream and a map with every part; names that the author chooses are in angle brackets. */
export const listNamesAt = (sees: Sees): readonly string[] => [...new Set(NAMES[sees](EVERY_PART))];

/** Returns a stream with the times of the stream whose responses it reads. */
function findReadStream({ streams }: Manifest, name: string): Stream | undefined {
  const stream = streams[name];
  const host = stream?.responseOf === undefined ? undefined : streams[stream.responseOf];
  if (!stream || !host) return stream;
  const { incremental, window } = host;
  return { ...stream, ...(incremental && { incremental }), ...(window && { window }) };
}

function listNames({ manifest }: LintContext, { site }: ScopeRead): readonly string[] {
  const name = streamNameOf(manifest, site);
  const isSource = site.sees === 'parent' || site.sees === 'partitions';
  const parents = isSource ? listSourceNames(manifest, site) : listScopeNames(manifest, name);
  const [part, mapName = ''] = site.steps;
  const map = part === 'maps' ? manifest.maps[mapName] : undefined;
  const auths = [manifest.auth, ...Object.values(manifest.auths ?? {})];
  const partitions = Object.keys(manifest.streams).flatMap((stream) => listScopeNames(manifest, stream));
  return NAMES[site.sees]({ stream: findReadStream(manifest, name), map, parents, partitions, auths });
}

const isKnown = (name: string, { site }: ScopeRead, known: readonly string[]): boolean =>
  name === '' || known.includes(name) || (site.kind === 'expression' && isBuiltin(name));

/** Conditions under which names are available. */
const NEEDS: Readonly<Record<string, string>> = {
  window: 'in a stream with "window"',
  cursor: 'in a stream with "incremental"',
  job: 'in a stream with "job"',
  file: 'in a stream whose job lists "files"',
  page: "in a stream's own request and paginator",
  session: 'in requests and auth',
  filters: 'in requests and conditions',
  item: 'in a map with "each"',
  status: 'in error rules, captures and polls',
  headers: 'in error rules, captures and polls',
  body: 'in error rules',
};

const explainUnknown = (name: string, { kind }: Site, known: readonly string[]): string => {
  if (known.length === 0 && kind !== 'expression') return 'Remove it: no names are available here.';
  const need = Object.hasOwn(NEEDS, name)
    ? ` ${kind === 'expression' ? '$' : ''}${name} is available ${NEEDS[name]}.`
    : '';
  const meant = formatSuggestion(name, kind === 'expression' ? [...known, ...BUILTIN_NAMES] : known);
  return `Use one of: ${formatList(known)}.${need || meant}`;
};

function* findUnknownNames(context: LintContext): Iterable<Violation> {
  for (const read of findScopeReads(context.sites)) {
    const [name = ''] = read.names;
    const known = listNames(context, read);
    if (isKnown(name, read, known)) continue;
    yield { path: read.path, message: `"${name}" is not defined here`, fix: explainUnknown(name, read.site, known) };
  }
}

function* findUnknownFilters(context: LintContext): Iterable<Violation> {
  const known = Object.keys(context.manifest.filters ?? {});
  const used = new Set<string>();
  for (const { names, path } of findScopeReads(context.sites)) {
    if (names[0] !== 'filters' || names[1] === undefined) continue;
    used.add(names[1]);
    if (!known.includes(names[1]))
      yield {
        path,
        message: `unknown filter "${names[1]}"`,
        fix: `Declare it under "filters".${formatSuggestion(names[1], known)}`,
      };
  }
  for (const name of known) {
    if (!used.has(name))
      yield {
        path: pointerTo('filters', name),
        message: `no request sends the filter "${name}"`,
        fix: `Send {{filters.${name}}} in the request of "${name}", or remove the filter.`,
      };
  }
}

/** Returns true if a path of an input is probably meant for a name of the engine: a declared setting, or a bound of times. */
function isMistaken(
  { manifest }: LintContext,
  names: readonly string[],
  [root = '', member = '']: readonly string[],
): boolean {
  if (!names.includes(root)) return false;
  if (root === 'settings') return Object.hasOwn(manifest.settings.properties, member);
  return (root === 'window' && (member === 'start' || member === 'end')) || (root === 'cursor' && member === 'start');
}

/** Finds reads of an item or a page by a name that the engine binds as a variable: without `$`, they find nothing. */
function* findMissingDollars(context: LintContext): Iterable<Violation> {
  for (const { site, path, steps } of findInputReads(context.sites)) {
    const known = listNames(context, { names: [], path, site });
    const at = steps.findIndex((_, index) => isMistaken(context, known, steps.slice(index)));
    if (at < 0) continue;
    const name = steps.slice(at, at + 2).join('.');
    yield {
      path,
      message: `"${name}" without "$" is read from the ${site.sees === 'page' || site.sees === 'paging' ? 'page' : 'item'}`,
      fix: `Write $${name}.`,
    };
  }
}

export const SCOPE_RULES = {
  'scope/missing-dollar': {
    sentence: 'Expressions over a page or an item read settings, the window and the cursor with "$".',
    severity: 'warning',
    check: findMissingDollars,
  },
  'scope/unknown-name': {
    sentence: 'Templates and expressions use only names that are defined at their position.',
    severity: 'error',
    check: findUnknownNames,
  },
  'scope/filter': {
    sentence: 'Every filter in use is declared, and every declared filter is used.',
    severity: 'error',
    check: findUnknownFilters,
  },
} as const satisfies Record<string, Rule>;
