import { engineError } from '../../base/errors/index.ts';
import { formatSuggestion, type Manifest } from '../../manifest/index.ts';
import type { Config } from './config.generated.ts';
import type { Entity, Selection } from './connector.ts';

const createUnknownError = (kind: string, value: string, choices: readonly string[]) =>
  engineError('SELECT_UNKNOWN', { kind, value, choices: choices.join(', '), meant: formatSuggestion(value, choices) });

/** A general type stands for the special ones that it names: VULNERABILITY for WEB_APPLICATION_VULNERABILITY. */
const coversType = (wanted: string, type: string): boolean => type === wanted || type.endsWith(`_${wanted}`);

function validateSelection(
  kind: string,
  wanted: readonly string[] | undefined,
  types: readonly string[],
): readonly string[] {
  if (!wanted) return types;
  for (const one of wanted)
    if (!types.some((type) => coversType(one, type))) throw createUnknownError(kind, one, types);
  return types.filter((type) => wanted.some((one) => coversType(one, type)));
}

/** What of the connector's records is wanted. Throws SELECT_UNKNOWN. */
export function compileSelection({ about }: Manifest, select: Config['select'] = {}): Selection {
  const assetTypes = validateSelection('asset types', select.assetTypes, about.assetTypes);
  const findingTypes = validateSelection('finding types', select.findingTypes, about.findingTypes);
  const entities: Entity[] = [
    ...(assetTypes.length > 0 ? ['asset' as const] : []),
    ...(findingTypes.length > 0 ? ['finding' as const] : []),
  ];
  return { assetTypes, entities };
}

/** The streams that `--select` names, checked; undefined for all. Throws SELECT_UNKNOWN. */
export function resolveSelectedStreams(
  { streams }: Manifest,
  names: readonly string[] | undefined,
): ReadonlySet<string> | undefined {
  if (!names) return undefined;
  const known = Object.keys(streams);
  for (const name of names) if (!known.includes(name)) throw createUnknownError('streams', name, known);
  return new Set(names);
}
