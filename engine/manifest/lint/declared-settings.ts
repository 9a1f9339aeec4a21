import { findScopeReads, type ScopeRead } from '../reads.ts';
import { listSchemasAt } from '../setting-groups.ts';
import type { Manifest, SettingSchema } from '../types.generated.ts';
import { type LintContext, pointerTo } from './rule.ts';

/** Setting, or setting of a group, with its position in the manifest. */
export interface DeclaredSetting {
  /** Dotted path of the setting; elements of a list are under `[]`. */
  readonly name: string;
  readonly pointer: string;
  readonly schema: SettingSchema;
  readonly isInList: boolean;
  readonly isNested: boolean;
}

export interface Group {
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly required?: readonly string[];
}

export type Place = Pick<DeclaredSetting, 'pointer' | 'name' | 'isInList'>;

/** Yields the groups within a setting with their positions. */
export function* groupsOf(
  { properties, required, oneOf = [], items }: Partial<SettingSchema>,
  at: Place,
): Iterable<[Group, Place]> {
  if (properties) yield [{ properties, ...(required ? { required } : {}) }, at];
  for (const [index, choice] of oneOf.entries())
    yield [choice, { ...at, pointer: at.pointer + pointerTo('oneOf', index) }];
  if (items?.properties)
    yield [items, { name: `${at.name}[]`, pointer: at.pointer + pointerTo('items'), isInList: true }];
}

function* settingsOf({ properties = {} }: Group, { name, pointer, isInList }: Place): Iterable<DeclaredSetting> {
  for (const [key, schema] of Object.entries(properties)) {
    const own = {
      name: name === '' ? key : `${name}.${key}`,
      pointer: pointer + pointerTo('properties', key),
      isInList,
    };
    yield { ...own, schema, isNested: name !== '' };
    for (const [group, place] of groupsOf(schema, own)) yield* settingsOf(group, place);
  }
}

export const ROOT: Place = { name: '', pointer: pointerTo('settings'), isInList: false };

/** Returns all settings of a manifest, in any group. */
export const listDeclared = ({ settings }: Manifest): DeclaredSetting[] => [...settingsOf(settings, ROOT)];

/** Read of a setting. */
export type SettingRead = ScopeRead & {
  /** Dotted path of the setting that is read: the longest declared part of the read path, and the first undeclared name. */
  readonly setting: string;
  readonly isDeclared: boolean;
};

/** `given` reports which settings have a value. */
const SETTING_ROOTS: ReadonlySet<string> = new Set(['settings', 'given']);

/** Finds the setting that a path reads. What follows a scalar or a list is read from its value. */
export function resolveRead(
  { settings }: Manifest,
  steps: readonly string[],
): Pick<SettingRead, 'setting' | 'isDeclared'> {
  for (let length = 1; length <= steps.length; length += 1) {
    const path = steps.slice(0, length);
    const schemas = listSchemasAt(settings, path);
    const isDeclared = schemas.length > 0;
    const isGroup = isDeclared && schemas.every(({ type }) => type === 'object');
    if (!isGroup || length === steps.length) return { setting: path.join('.'), isDeclared };
  }
  return { setting: '', isDeclared: false };
}

/** Returns the reads of settings by the sites of a manifest. */
export const findSettingReads = (context: LintContext): SettingRead[] =>
  findScopeReads(context.sites).flatMap((read) => {
    const [root = '', ...steps] = read.names;
    return SETTING_ROOTS.has(root) && steps.length > 0 ? [{ ...read, ...resolveRead(context.manifest, steps) }] : [];
  });
