import { resolve } from 'node:path';
import { readText } from '../../io/read-text.ts';
import { formatSuggestion, type Manifest, type MapSpec, parseManifest } from '../../manifest/index.ts';
import type { Config } from '../../pipeline/connector/index.ts';
import { createConfigError } from './config-problem.ts';

const MAX_BYTES = 1_048_576;

function parseMap(name: string, file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw createConfigError(['map', name], `${file} is not valid JSON`, 'Fix the syntax of the file.');
  }
}

/** Validates a map as part of the manifest, with the schema and the lint rules. */
function validateMap(manifest: Manifest, name: string, { file, text }: { file: string; text: string }): MapSpec {
  const maps = { ...manifest.maps, [name]: parseMap(name, file, text) };
  const { manifest: changed, issues } = parseManifest(JSON.stringify({ ...manifest, maps }));
  const issue = issues.find(({ severity }) => severity === 'error');
  const custom = changed?.maps[name];
  if (custom && !issue) return custom;
  const pointer = issue?.path.replace(`/maps/${name}`, '') || '/';
  throw createConfigError(['map', name], `${file}, at ${pointer}: ${issue?.message ?? 'not a map'}`, issue?.fix);
}

/** Reads the maps of the config that replace maps of the manifest. Paths are relative to `folder`. Throws CONFIG_INVALID. */
export async function loadCustomMaps(
  manifest: Manifest,
  map: NonNullable<Config['map']>,
  folder: string,
): Promise<Readonly<Record<string, MapSpec>>> {
  const custom: Record<string, MapSpec> = {};
  const known = Object.keys(manifest.maps);
  for (const [name, path] of Object.entries(map)) {
    if (!known.includes(name)) {
      const fix = `Use a map of the connector: ${known.join(', ')}.${formatSuggestion(name, known)}`;
      throw createConfigError(['map', name], `unknown map "${name}"`, fix);
    }
    const file = resolve(folder, path);
    const read = await readText(file, MAX_BYTES);
    if ('problem' in read)
      throw createConfigError(
        ['map', name],
        `cannot read ${file}: ${read.problem}`,
        'Fix the path of the map; it is relative to the config file.',
      );
    custom[name] = validateMap(manifest, name, { file: path, text: read.text });
  }
  return custom;
}
