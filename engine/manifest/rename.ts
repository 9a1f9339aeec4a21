import jsonc from 'jsonc-parser';
import { type EngineError, engineError } from '../base/errors/index.ts';
import { isObject, type Json } from '../base/json/index.ts';
import { findScopeNames, readsOfSite } from './reads.ts';
import { followRef, sectionSchema } from './schema-node.ts';
import type { NameKind } from './site-plan.ts';
import { findSitesAndNames, type NameReference, type Site } from './sites.ts';

/** Sections of a manifest whose entries can be renamed. */
export const RENAMABLE = ['settings', 'auths', 'streams', 'maps', 'enums', 'entities'] as const;

export type RenamableSection = (typeof RENAMABLE)[number];

/** New name of an entry. */
export interface Rename {
  readonly section: RenamableSection;
  readonly from: string;
  readonly to: string;
}

interface SectionRow {
  /** Path to the entries. */
  readonly steps: readonly string[];
  readonly noun: string;
  /** Kind of the references to the entries. */
  readonly kind?: NameKind;
  /** Members of the scope whose members have the names of the entries. */
  readonly roots?: readonly string[];
}

const SECTIONS: { readonly [S in RenamableSection]: SectionRow } = {
  settings: { steps: ['settings', 'properties'], noun: 'setting', kind: 'setting', roots: ['settings', 'given'] },
  auths: { steps: ['auths'], noun: 'auth', kind: 'auth' },
  streams: { steps: ['streams'], noun: 'stream', kind: 'stream', roots: ['filters'] },
  maps: { steps: ['maps'], noun: 'map' },
  enums: { steps: ['enums'], noun: 'enum', kind: 'enum' },
  entities: { steps: ['entities'], noun: 'entity', kind: 'entity' },
};

/** Words that an expression must quote as a name. */
const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function']);

const readSteps = (value: Json, steps: readonly string[]): Json | undefined =>
  steps.reduce<Json | undefined>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<string, Json>)[step] : undefined),
    value,
  );

const createRefusal = ({ from, to }: Rename, reason: string, fix: string): EngineError =>
  engineError('RENAME_REFUSED', { from, to, reason, fix });

/** Throws RENAME_REFUSED if an entry is missing, or its new name is taken or not allowed. */
function expectName(manifest: Json, rename: Rename): void {
  const { section, from, to } = rename;
  const { steps, noun } = SECTIONS[section];
  const entries = readSteps(manifest, steps);
  if (!isObject(entries) || !Object.hasOwn(entries, from))
    throw createRefusal(rename, `the manifest has no ${noun} "${from}"`, 'Select an entry of the manifest.');
  const { pattern, maxLength = 64, reserved, description } = readNameRule(steps);
  if (!pattern.test(to) || to.length > maxLength)
    throw createRefusal(rename, 'the name is not allowed', `${description} Use at most ${maxLength} characters.`);
  if (reserved.includes(to))
    throw createRefusal(rename, 'the name is reserved', `Use a name other than ${reserved.join(' and ')}.`);
  if (Object.hasOwn(entries, to))
    throw createRefusal(rename, 'the name is taken', `Use a name that no other ${noun} has.`);
}

function readNameRule(steps: readonly string[]) {
  const names = sectionSchema(steps)['propertyNames'];
  const own = isObject(names) ? names : {};
  const { pattern = '', maxLength, description = '' } = followRef(own);
  const reserved = isObject(own['not']) && Array.isArray(own['not']['enum']) ? own['not']['enum'].map(String) : [];
  return {
    pattern: new RegExp(String(pattern)),
    maxLength: typeof maxLength === 'number' ? maxLength : undefined,
    description: String(description),
    reserved,
  };
}

/** String or key of the manifest with its new text. */
interface Replacement {
  readonly steps: readonly string[];
  readonly isKey: boolean;
  readonly text: string;
}

/** Returns true for a reference to an enum of its own map, which replaces that of the manifest. */
function isOfMap(manifest: Json, { of, steps, name }: NameReference): boolean {
  const enums = of === 'enum' ? readSteps(manifest, [...steps.slice(0, 2), 'enums']) : undefined;
  return isObject(enums) && Object.hasOwn(enums, name);
}

const replaceReferences = (
  manifest: Json,
  names: readonly NameReference[],
  { section, from, to }: Rename,
): Replacement[] =>
  names
    .filter(({ of, name }) => of === SECTIONS[section].kind && name === from)
    .filter((one) => !isOfMap(manifest, one))
    .map(({ steps, isKey }) => ({ steps, isKey, text: to }));

const formatPaths = (paths: readonly (readonly string[])[]): string =>
  JSON.stringify([...new Set(paths.map(String))].sort());

/** Replaces the names that read an entry in the text of a site. Throws RENAME_REFUSED if that cannot be proved complete. */
function replaceReads(site: Site, rename: Rename): Replacement[] {
  const { section, from, to } = rename;
  const { source, steps, kind, path } = site;
  const { roots = [], noun } = SECTIONS[section];
  if (roots.length === 0 || !source.split(/\W+/).includes(from)) return [];
  const reads = readsOfSite(site);
  const isRoot = (name: string | undefined) => name !== undefined && roots.includes(name);
  const isRead = ([root, name]: readonly string[]) => isRoot(root) && name === from;
  if (kind === 'expression' && reads.some((names) => names.length === 0 || (names.length === 1 && isRoot(names[0]))))
    throw createRefusal(
      rename,
      `the expression at ${path} contains the name and reads a whole of which the ${noun} may be a part`,
      `Read the ${noun} by its path in that expression, such as $${roots[0]}.${from}.`,
    );
  const quoted = kind === 'expression' && KEYWORDS.has(to) ? `\`${to}\`` : to;
  const found = findScopeNames(site).filter(({ names }) => names.length === 2 && isRead(names));
  const text = found.reduceRight((all, { start, end }) => all.slice(0, start) + quoted + all.slice(end), source);
  const expected = reads.map((names) => (isRead(names) ? [names[0] ?? '', to, ...names.slice(2)] : names));
  if (formatPaths(readsOfSite({ ...site, source: text })) !== formatPaths(expected))
    throw createRefusal(rename, `the text at ${path} reads the ${noun} in another way`, 'Change that text first.');
  return found.length === 0 ? [] : [{ steps, isKey: false, text }];
}

/** Returns the entity of the items that pass through a renamed stream, if it is declared under the name of the stream. */
function renameEntity(manifest: Json, { section, from, to }: Rename): Rename | undefined {
  if (section !== 'streams' || readSteps(manifest, ['entities', from]) === undefined) return undefined;
  return isObject(readSteps(manifest, ['streams', from, 'emit'])) ? undefined : { section: 'entities', from, to };
}

function findReplacements(manifest: Json, rename: Rename): Replacement[] {
  expectName(manifest, rename);
  const { sites, names } = findSitesAndNames(manifest);
  const entity = renameEntity(manifest, rename);
  return [
    { steps: [...SECTIONS[rename.section].steps, rename.from], isKey: true, text: rename.to },
    ...replaceReferences(manifest, names, rename),
    ...sites.flatMap((site) => replaceReads(site, rename)),
    ...(entity ? findReplacements(manifest, entity) : []),
  ];
}

/** Finds the node of a value in the tree of a text. */
const findNode = (root: jsonc.Node | undefined, steps: readonly string[]): jsonc.Node | undefined =>
  steps.reduce(
    (node, step) => node && jsonc.findNodeAtLocation(node, [node.type === 'array' ? Number(step) : step]),
    root,
  );

/**
 * Renames an entry in the text of a manifest, with every reference to it: names, templates and expressions. All other text
 * stays as it is; the manifest need not be valid. Throws RENAME_REFUSED for a missing entry, a name that is taken or not
 * allowed, and an expression that may read the setting in a way that its text does not show.
 */
export function renameEntry(text: string, rename: Rename): string {
  const root = jsonc.parseTree(text, [], { disallowComments: true });
  if (root === undefined || rename.from === rename.to) return text;
  const edits = findReplacements(jsonc.getNodeValue(root) as Json, rename).flatMap(
    ({ steps, isKey, text: content }) => {
      const node = findNode(root, steps);
      const literal = isKey ? node?.parent?.children?.[0] : node;
      return literal ? [{ offset: literal.offset, length: literal.length, content: JSON.stringify(content) }] : [];
    },
  );
  return jsonc.applyEdits(text, edits);
}
