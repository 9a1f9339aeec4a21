import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { engineError } from '../../../base/errors/index.ts';
import {
  asMap,
  diffMaps,
  type MapDiff,
  type MapSample,
  showMap,
  type TransformMap,
} from '../../../platform/connections/index.ts';
import { caseNames, type Recording } from '../../../workbench/replay/index.ts';
import type { Act, Call } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { loadConnector } from '../../load-connector.ts';
import { type CliPlatform, openPlatform } from '../../open-platform.ts';
import { readSample } from '../../read-sample.ts';
import { shown } from '../../shown.ts';
import { type Paint, printJson } from '../../terminal.ts';
import { readSpec } from '../connection/read-spec.ts';

/** The recorded cases that lie beside a connector's manifest. */
async function recordedCases(folder: string): Promise<MapSample[]> {
  const names = await caseNames(folder);
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, 'recordings', `${name}.json`), 'utf8');
      return { kind: 'recording', name, recording: JSON.parse(text) as Recording } as const;
    }),
  );
}

async function samplesOf({ options, terminal }: Call, folder: string): Promise<readonly MapSample[]> {
  const { samples } = options;
  const found = samples
    ? await Promise.all(
        samples.map(async (file) => ({ kind: 'payload', name: file, text: await readSample(file, terminal) }) as const),
      )
    : await recordedCases(folder);
  if (found.length > 0) return found;
  throw engineError('ANSWER_NEEDED', {
    question: 'the connector has no recorded cases',
    fix: 'Give payloads with --samples <file>.',
  });
}

const valueText = (value: unknown): string => (value === undefined ? '–' : shown(JSON.stringify(value)));

function diffText({ changes, unchanged, rejects, samples }: MapDiff, paint: Paint): string {
  const lines = changes.map(({ sample, id, change, fields }) => {
    const head = `${paint('bold', shown(id))} ${change} (${shown(sample)})\n`;
    const rows = fields.map(
      ({ path, before, after }) =>
        `  ${path}  ${paint('red', valueText(before))} → ${paint('green', valueText(after))}\n`,
    );
    return change === 'changed' ? head + rows.join('') : head;
  });
  const reasons = rejects.reasons.map(
    ({ code, pointer, message }) => `  ${code} at ${pointer || '/'}: ${shown(message)}\n`,
  );
  const counts = `${changes.length} records differ, ${unchanged} are the same, over ${samples} samples; rejects ${rejects.before} → ${rejects.after}\n`;
  return [...lines, counts, ...reasons].join('');
}

/** What the map is compared with: that of --with, else the connector's own that it stands for. */
const otherOf = (platform: CliPlatform, { options }: Call, map: TransformMap): Promise<TransformMap> =>
  showMap(platform, options.with ?? `${map.connector}/${map.map}`);

/** `map diff`: what comes out differently; exit 1 when something does. Throws MAP_UNKNOWN, MAP_INVALID, SAMPLE_UNREADABLE. */
export const diff: Act = async (call) => {
  const { args, options, terminal } = call;
  await using platform = await openPlatform({ options, terminal });
  const map = await showMap(platform, args[0] ?? '');
  const { manifest, folder } = await loadConnector(map.connector);
  const changed =
    options.spec === undefined ? undefined : asMap(manifest, map.map, await readSpec(options.spec, terminal));
  // A spec that is not saved yet is compared with the map as it is saved.
  const before = changed && options.with === undefined ? map.spec : (await otherOf(platform, call, map)).spec;
  const after = changed ?? map.spec;
  const found = await diffMaps(manifest, { map: map.map, before, after }, await samplesOf(call, folder));
  if (options.json) await printJson(terminal, found);
  else await terminal.print(diffText(found, terminal.paint.out));
  return found.changes.length > 0 || found.rejects.before !== found.rejects.after ? EXIT.failed : EXIT.done;
};
