import { fixManifest, hasErrors, type Issue } from '../../manifest/index.ts';
import { writeWhole } from '../../pipeline/sink/part-file.ts';
import type { Act } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { issuesText } from '../issues-text.ts';
import { type Judge, type ReadManifest, readManifest } from '../load-connector.ts';
import { createPlaces, judgeAt } from '../places.ts';
import { printJson, type Terminal } from '../terminal.ts';

const upgraded = async (connector: string, judge: Judge, terminal: Terminal): Promise<ReadManifest> => {
  const read = await readManifest(connector, judge);
  const text = fixManifest(read.text);
  if (text === read.text) return read;
  await writeWhole(read.file, text);
  terminal.tell(`${read.file}: written in the newest manifest version\n`);
  return readManifest(connector, judge);
};

const asJson = ({ file, issues }: ReadManifest) => issues.map((issue: Issue) => ({ ...issue, file }));

/** `validate`: every issue of every manifest at once; fails when one is an error. */
export const validate: Act = async ({ args, options, terminal }) => {
  using places = createPlaces();
  const read: ReadManifest[] = [];
  for (const connector of args) {
    const judge = judgeAt(await places.of(connector));
    read.push(options.fix ? await upgraded(connector, judge, terminal) : await readManifest(connector, judge));
  }
  if (options.json) await printJson(terminal, read.flatMap(asJson));
  else for (const one of read) await terminal.print(issuesText(one, terminal.paint.out));
  if (options.verbose) {
    const { fallbacksText } = await import('../fallbacks-text.ts');
    for (const { manifest } of read) if (manifest) terminal.tell(await fallbacksText(manifest));
  }
  return read.some(({ issues }) => hasErrors(issues)) ? EXIT.failed : EXIT.done;
};
