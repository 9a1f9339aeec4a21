import { engineError } from '../../../base/errors/index.ts';
import { isObject, type Json, toPointer } from '../../../base/json/index.ts';
import { type Manifest, mapSecrets, type SettingValue } from '../../../manifest/index.ts';
import type { Config } from '../../../pipeline/connector/index.ts';

type Path = readonly (string | number)[];

const isReference = (value: Json | undefined): boolean => isObject(value) && ('env' in value || 'file' in value);

/** Setting or a part of one, and whether it is a secret. */
interface Part {
  readonly path: Path;
  readonly value: Json;
  readonly isSecret: boolean;
}

const describePart = ({ path }: Part) => ({
  setting: path.join('.'),
  path: toPointer(['config', 'settings', ...path]),
});

/** Replaces secrets in `mapSecrets`. */
const SECRET = Symbol('secret');

/** Lists the values and references of settings. `marked` is the same value with its secrets replaced by SECRET. */
function* listParts(value: Json, marked: unknown, path: Path, isBelowSecret = false): Generator<Part> {
  const isSecret = isBelowSecret || marked === SECRET;
  if (typeof value !== 'object' || value === null || isReference(value)) {
    yield { path, value, isSecret };
    return;
  }
  const entries = Array.isArray(value) ? [...(value as readonly Json[]).entries()] : Object.entries(value);
  for (const [at, one] of entries)
    yield* listParts(one, (marked as Readonly<Record<string | number, unknown>>)[at], [...path, at], isSecret);
}

/**
 * Checks that secrets are references, so that an assistant never handles one, and that nothing else is: results contain
 * other settings, and expressions can read them. Throws SECRET_BY_VALUE and SETTING_BY_REFERENCE.
 */
export function checkReferences(manifest: Manifest, settings: Config['settings']): void {
  const values = settings as Readonly<Record<string, SettingValue>>;
  const marked = mapSecrets(manifest, values, () => SECRET);
  for (const part of listParts(settings as unknown as Json, marked, [])) {
    if (part.isSecret === isReference(part.value)) continue;
    throw engineError(part.isSecret ? 'SECRET_BY_VALUE' : 'SETTING_BY_REFERENCE', describePart(part));
  }
}

/** Replaces the paths of file references by real paths. `find` throws FILE_OUTSIDE for a file that must not be read. */
export async function confineFiles<T extends Json>(value: T, find: (path: string) => Promise<string>): Promise<T> {
  const visit = async (one: Json): Promise<Json> => {
    if (typeof one !== 'object' || one === null) return one;
    if (Array.isArray(one)) return Promise.all(one.map(visit));
    const { file } = one as Readonly<Record<string, Json>>;
    if (typeof file === 'string') return { ...one, file: await find(file) };
    const entries = Object.entries(one).map(async ([name, inner]) => [name, await visit(inner)] as const);
    return Object.fromEntries(await Promise.all(entries));
  };
  return (await visit(value)) as T;
}
