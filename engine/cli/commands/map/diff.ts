import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { engineError } from '../../../base/errors/index.ts';
import {
  diffMaps,
  type MapDiff,
  type MapSample,
  parseMap,
  readMap,
  type TransformMap,
} from '../../../platform/connections/index.ts';
import { listCaseNames, type Recording } from '../../../workbench/replay/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { loadConnector } from '../../load-connector.ts';
import { type CliPlatform, openPlatform } from '../../open-platform.ts';
import { readSample } from '../../read-sample.ts';
import { type Paint, printJson } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { readSpec } from './read-spec.ts';

/** Reads the recorded cases in a connector's folder. */
async function readRecordedCases(folder: string): Promise<MapSample[]> {
  const names = await listCaseNames(folder);
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, 'recordings', `${name}.json`), 'utf8');
      return { kind: 'recording', name, recording: JSON.parse(text) as Recording } as const;
    }),
  );
}

async function readSamples({ options, terminal }: CommandCall, folder: string): Promise<readonly MapSample[]> {
  const { samples } = options;
  const found = samples
    ? await Promise.all(
        samples.map(async (file) => ({ kind: 'payload', name: file, text: await readSample(file, terminal) }) as const),
      )
    : await readRecordedCases(folder);
  if (found.length > 0) return found;
  throw engineError('ANSWER_NEEDED', {
    question: 'the connector has no recorded cases',
    fix: 'Pass payloads with --samples <file>.',
  });
}

const formatValue = (value: unknown): string => (value === undefined ? '–' : escapeForTerminal(JSON.stringify(value)));

function formatDiff({ changes, unchanged, rejects, samples }: MapDiff, paint: Paint): string {
  const lines = changes.map(({ sample, id, change, fields }) => {
    const head = `${paint('bold', escapeForTerminal(id))} ${change} (${escapeForTerminal(sample)})\n`;
    const rows = fields.map(
      ({ path, before, after }) =>
        `  ${path}  ${paint('red', formatValue(before))} → ${paint('green', formatValue(after))}\n`,
    );
    return change === 'changed' ? head + rows.join('') : head;
  });
  const reasons = rejects.reasons.map(
    ({ code, pointer, message }) => `  ${code} at ${pointer || '/'}: ${escapeForTerminal(message)}\n`,
  );
  const counts = `${samples} samples: ${changes.length} records differ, ${unchanged} are equal; rejects ${rejects.before} → ${rejects.after}\n`;
  return [...lines, counts, ...reasons].join('');
}

/** Returns the map to compare with: that of --with, else the connector's map that the clone replaces. */
const findOtherMap = (platform: CliPlatform, { options }: CommandCall, map: TransformMap): Promise<TransformMap> =>
  readMap(platform, options.with ?? `${map.connector}/${map.map}`);

/** `map diff`: compares the records of two maps. Exit code 1 if they differ. Throws MAP_UNKNOWN, MAP_INVALID, SAMPLE_UNREADABLE. */
export const diff: Act = async (call) => {
  const { args, options, terminal } = call;
  await using platform = await openPlatform({ options, terminal });
  const map = await readMap(platform, args[0] ?? '');
  const { manifest, folder } = await loadConnector(map.connector);
  const changed =
    options.spec === undefined ? undefined : parseMap(manifest, map.map, await readSpec(options.spec, terminal));
  // Compares an unsaved spec with the saved map.
  const before = changed && options.with === undefined ? map.spec : (await findOtherMap(platform, call, map)).spec;
  const after = changed ?? map.spec;
  const found = await diffMaps(manifest, { map: map.map, before, after }, await readSamples(call, folder));
  if (options.json) await printJson(terminal, found);
  else await terminal.print(formatDiff(found, terminal.paint.out));
  return found.changes.length > 0 || found.rejects.before !== found.rejects.after ? EXIT.failed : EXIT.done;
};
