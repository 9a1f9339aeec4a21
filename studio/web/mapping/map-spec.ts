import { setValue } from './manifest-text.ts';

type Members = Readonly<Record<string, unknown>>;

/** Spec of a custom map. */
export type MapSpec = Members;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readMembers = (value: unknown, name: string): Members => {
  const member = isMembers(value) ? value[name] : undefined;
  return isMembers(member) ? member : {};
};

const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns the manifest with a map replaced. */
export const withMap = (manifest: string, map: string, spec: MapSpec): string =>
  setValue(manifest, ['maps', map], spec);

/** Returns the enums of the manifest that differ from the default. */
const findChangedEnums = (now: unknown, before: unknown): Members =>
  Object.fromEntries(
    Object.entries(readMembers(now, 'enums')).filter(
      ([name, spec]) => !isEqual(spec, readMembers(before, 'enums')[name]),
    ),
  );

/** Returns the names of the enums that the fields of a map use. */
const listUsedEnums = (spec: unknown): ReadonlySet<unknown> =>
  new Set(Object.values(readMembers(spec, 'fields')).flatMap((field) => (isMembers(field) ? [field['enum']] : [])));

/**
 * Returns the spec of a map of an edited manifest. Enums of its fields that differ from the default manifest become enums of
 * the map, which is saved without the manifest. Undefined if the text is not JSON or has no such map.
 */
export function extractSpec(manifest: string, base: string, map: string): MapSpec | undefined {
  const now = parse(manifest);
  const spec = readMembers(now, 'maps')[map];
  if (!isMembers(spec)) return undefined;
  const used = listUsedEnums(spec);
  const changed = Object.entries(findChangedEnums(now, parse(base))).filter(([name]) => used.has(name));
  const enums = { ...Object.fromEntries(changed), ...readMembers(spec, 'enums') };
  return Object.keys(enums).length === 0 ? spec : { ...spec, enums };
}

/** Returns the names of members that differ. */
const listDifferent = (now: Members, before: Members): readonly string[] =>
  [...new Set([...Object.keys(now), ...Object.keys(before)])].filter((name) => !isEqual(now[name], before[name]));

/** Returns the parts of the manifest that differ from the default and that a custom map cannot contain. */
export function listChangesOutside(manifest: string, base: string, map: string): readonly string[] {
  const [now, before] = [parse(manifest), parse(base)];
  if (!isMembers(now) || !isMembers(before)) return [];
  const used = listUsedEnums(readMembers(now, 'maps')[map]);
  const inside = (part: string) => listDifferent(readMembers(now, part), readMembers(before, part));
  return [
    ...listDifferent(now, before).filter((part) => part !== 'maps' && part !== 'enums'),
    ...inside('maps').flatMap((name) => (name === map ? [] : [`maps.${name}`])),
    ...inside('enums').flatMap((name) => (used.has(name) ? [] : [`enums.${name}`])),
  ];
}
