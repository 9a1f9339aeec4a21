import { engineError, isEngineError } from '../../base/errors/index.ts';
import type { Coverage } from '../../workbench/preview/index.ts';
import type { Act } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { loadConnector } from '../load-connector.ts';
import { createPlaces, judgeAt } from '../places.ts';
import { readSample } from '../read-sample.ts';
import { shown } from '../shown.ts';
import { type Paint, printJson } from '../terminal.ts';
import { textTable } from '../text-table.ts';

function coverageText({ fields, enums }: Coverage, paint: Paint): string {
  const rows = Object.entries(fields).map(([target, { filled, of }]) => [
    target,
    `${filled}/${of}`,
    filled === of ? '' : paint('yellow', filled === 0 ? 'empty' : 'partly'),
  ]);
  const values = Object.entries(enums).flatMap(([name, seen]) =>
    seen.map(({ value, count, to }) => [
      `${name}: ${shown(JSON.stringify(value))}`,
      `×${count}`,
      to === undefined ? paint('red', 'unmapped') : `→ ${to}`,
    ]),
  );
  return `\n${textTable(rows, ['left', 'right', 'left'])}${values.length > 0 ? `\n${textTable(values, ['left', 'right', 'left'])}` : ''}`;
}

const SAMPLE_AREAS = new Set([
  'BODY_NOT_JSON',
  'BODY_EMPTY',
  'BODY_TRUNCATED',
  'RECORDS_MISSING',
  'RECORDS_NOT_A_LIST',
]);

/** `preview`: what a sample payload maps to, with no network. Exit 3 when something of it is rejected. */
export const preview: Act<'map' | 'sample'> = async ({ args, options, terminal }) => {
  using places = createPlaces();
  const place = await places.of(args[0] ?? '');
  const { manifest } = await loadConnector(args[0] ?? '', judgeAt(place));
  const sample = await readSample(options.sample, terminal);
  const result = await place.call('preview', { manifest, map: options.map, sample }).catch((error: unknown) => {
    if (!isEngineError(error) || !SAMPLE_AREAS.has(error.code)) throw error;
    throw engineError('SAMPLE_UNREADABLE', { file: options.sample, reason: error.message }, error);
  });
  const code = result.rejects.length > 0 ? EXIT.incomplete : EXIT.done;
  if (options.json) {
    await printJson(terminal, result);
    return code;
  }
  for (const record of result.records) await terminal.print(`${JSON.stringify(record)}\n`);
  const { err } = terminal.paint;
  for (const { code: name, pointer, message, fix } of result.rejects) {
    terminal.tell(
      `${err('red', 'reject')} ${err('bold', name)} at ${pointer || '/'}: ${shown(message)}\n  ${err('cyan', 'fix:')} ${shown(fix)}\n`,
    );
  }
  terminal.tell(coverageText(result.coverage, err));
  return code;
};
