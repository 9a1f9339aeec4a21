import { engineError } from '../../base/errors/index.ts';
import { createSecret } from '../../base/secret/index.ts';
import {
  type BuiltInEntity,
  checkSettings,
  findFilterProblem,
  formatSuggestion,
  isBuiltIn,
  listProducedEntities,
  type Manifest,
  mapSecrets,
  openSettings,
  pickSecrets,
} from '../../manifest/index.ts';
import type { Config } from './config.generated.ts';
import type { ScopeSetting, Selection, SettingValue } from './connector.ts';

/** Validated settings of a connection, with defaults. */
export interface Settings {
  /** All settings; secrets are wrapped. */
  readonly all: Readonly<Record<string, ScopeSetting>>;
  /** Settings that are not secrets. */
  readonly visible: Readonly<Record<string, SettingValue>>;
  /** Secret values in plain text. */
  readonly secrets: readonly string[];
}

/** Validates settings against the manifest and applies defaults. Rejects with SETTING_MISSING, SECRET_TOO_SHORT, CONFIG_INVALID. */
export async function compileSettings(
  manifest: Manifest,
  given: Readonly<Record<string, SettingValue>>,
): Promise<Settings> {
  const { values, issues } = await checkSettings(manifest.settings, given);
  const [first] = issues;
  if (first) {
    const setting = first.path.slice(1).replaceAll('/', '.');
    if (first.rule === 'setting/missing') throw engineError('SETTING_MISSING', { setting });
    if (first.rule === 'setting/short-secret') throw engineError('SECRET_TOO_SHORT', { setting });
    throw engineError('CONFIG_INVALID', { path: `/settings${first.path}`, problem: first.message, fix: first.fix });
  }
  return {
    all: mapSecrets(manifest, values, (secret) => createSecret(String(secret))) as Settings['all'],
    visible: openSettings(manifest, values),
    secrets: Object.values(pickSecrets(manifest, values)),
  };
}

/** Validates the user's filters before any request. Throws FILTER_UNKNOWN, FILTER_MALFORMED. */
export function compileFilters(
  { filters: specs = {} }: Manifest,
  given: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const known = Object.keys(specs);
  for (const [stream, text] of Object.entries(given)) {
    const spec = Object.hasOwn(specs, stream) ? specs[stream] : undefined;
    if (!spec)
      throw engineError('FILTER_UNKNOWN', {
        stream,
        streams: known.join(', '),
        meant: formatSuggestion(stream, known),
      });
    const problem = findFilterProblem(spec.syntax, text);
    if (problem)
      throw engineError('FILTER_MALFORMED', {
        stream,
        syntax: spec.syntax,
        example: spec.examples[0] ?? '',
        ...problem,
      });
  }
  return given;
}

const createUnknownError = (kind: string, value: string, choices: readonly string[]) =>
  engineError('SELECT_UNKNOWN', { kind, value, choices: choices.join(', '), meant: formatSuggestion(value, choices) });

/** Matches a type or a subtype: VULNERABILITY covers WEB_APPLICATION_VULNERABILITY. */
const coversType = (wanted: string, type: string): boolean => type === wanted || type.endsWith(`_${wanted}`);

function validateSelection(
  kind: string,
  wanted: readonly string[] | undefined,
  types: readonly string[],
): readonly string[] {
  if (!wanted) return types;
  for (const name of wanted)
    if (!types.some((type) => coversType(name, type))) throw createUnknownError(kind, name, types);
  return types.filter((type) => wanted.some((name) => coversType(name, type)));
}

/** Compiles the selection of entities and types. Throws SELECT_UNKNOWN. */
export function compileSelection(manifest: Manifest, select: Config['select'] = {}): Selection {
  const { about } = manifest;
  const known = listProducedEntities(manifest).map(({ name }) => name);
  for (const name of select.entities ?? [])
    if (!known.includes(name)) throw createUnknownError('entities', name, known);
  const assetTypes = validateSelection('asset types', select.assetTypes, about.assetTypes);
  const findingTypes = validateSelection('finding types', select.findingTypes, about.findingTypes);
  // A manifest that declares no types has nothing to select from.
  const isDeselected: Readonly<Record<BuiltInEntity, boolean>> = {
    asset: about.assetTypes.length > 0 && assetTypes.length === 0,
    finding: about.findingTypes.length > 0 && findingTypes.length === 0,
  };
  const chosen = select.entities ?? known;
  return {
    assetTypes: about.assetTypes.length > 0 ? assetTypes : undefined,
    entities: chosen.filter((name) => !isBuiltIn(name) || !isDeselected[name]),
  };
}

/** Validates the stream names of `--select`; undefined selects all streams. Throws SELECT_UNKNOWN. */
export function resolveSelectedStreams(
  { streams }: Manifest,
  names: readonly string[] | undefined,
): ReadonlySet<string> | undefined {
  if (!names) return undefined;
  const known = Object.keys(streams);
  for (const name of names) if (!known.includes(name)) throw createUnknownError('streams', name, known);
  return new Set(names);
}
