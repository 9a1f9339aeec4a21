import { resolve } from 'node:path';
import { readText } from '../io/read-text.ts';
import { formatSuggestion, type Manifest, type MapSpec, parseManifest } from '../manifest/index.ts';
import type { Config } from '../pipeline/connector/index.ts';
import { createConfigError } from './config-problem.ts';

const MAX_BYTES = 1_048_576;

function parseMap(name: string, file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw createConfigError(['map', name], `${file} is not JSON`, 'Correct it; an editor shows where.');
  }
}

/** The map checked as if it stood in the manifest: by the schema and by the lint rules. */
function validateMap(manifest: Manifest, name: string, { file, text }: { file: string; text: string }): MapSpec {
  const maps = { ...manifest.maps, [name]: parseMap(name, file, text) };
  const { manifest: changed, issues } = parseManifest(JSON.stringify({ ...manifest, maps }));
  const issue = issues.find(({ severity }) => severity === 'error');
  const own = changed?.maps[name];
  if (own && !issue) return own;
  const place = issue?.path.replace(`/maps/${name}`, '') || '/';
  throw createConfigError(['map', name], `${file}, at ${place}: ${issue?.message ?? 'it is not a map'}`, issue?.fix);
}

/** The maps that the config puts in place of the manifest's, read from their files. Throws CONFIG_INVALID. */
export async function loadCustomMaps(
  manifest: Manifest,
  map: NonNullable<Config['map']>,
  folder: string,
): Promise<Readonly<Record<string, MapSpec>>> {
  const own: Record<string, MapSpec> = {};
  const known = Object.keys(manifest.maps);
  for (const [name, path] of Object.entries(map)) {
    if (!known.includes(name)) {
      const fix = `The connector's maps are: ${known.join(', ')}.${formatSuggestion(name, known)}`;
      throw createConfigError(['map', name], `there is no map "${name}"`, fix);
    }
    const file = resolve(folder, path);
    const read = await readText(file, MAX_BYTES);
    if ('problem' in read)
      throw createConfigError(
        ['map', name],
        `${file} ${read.problem}`,
        'Correct the path of the map; it starts at the config.',
      );
    own[name] = validateMap(manifest, name, { file: path, text: read.text });
  }
  return own;
}
