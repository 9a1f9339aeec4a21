import { fixManifest, hasErrors, type Issue } from '../../manifest/index.ts';
import { writeFileAtomically } from '../../pipeline/sink/part-file.ts';
import type { Act } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { formatIssues } from '../issues-text.ts';
import { type ParseManifest, type ReadManifest, readManifest } from '../load-connector.ts';
import { createManifestParser, createTaskRunners } from '../task-runners.ts';
import { printJson, type Terminal } from '../terminal.ts';

const readUpgraded = async (connector: string, parse: ParseManifest, terminal: Terminal): Promise<ReadManifest> => {
  const read = await readManifest(connector, parse);
  const text = fixManifest(read.text);
  if (text === read.text) return read;
  await writeFileAtomically(read.file, text);
  terminal.tell(`${read.file}: upgraded to the latest manifest version\n`);
  return readManifest(connector, parse);
};

const toJson = ({ file, issues }: ReadManifest) => issues.map((issue: Issue) => ({ ...issue, file }));

/** `validate`: prints all issues of all manifests. Exit code 1 if one is an error. */
export const validate: Act = async ({ args, options, terminal }) => {
  using runners = createTaskRunners();
  const read: ReadManifest[] = [];
  for (const connector of args) {
    const parse = createManifestParser(await runners.of(connector));
    read.push(options.fix ? await readUpgraded(connector, parse, terminal) : await readManifest(connector, parse));
  }
  if (options.json) await printJson(terminal, read.flatMap(toJson));
  else for (const one of read) await terminal.print(formatIssues(one, terminal.paint.out));
  if (options.verbose) {
    const { formatFallbacks } = await import('../fallbacks-text.ts');
    for (const { manifest } of read) if (manifest) terminal.tell(await formatFallbacks(manifest));
  }
  return read.some(({ issues }) => hasErrors(issues)) ? EXIT.failed : EXIT.done;
};
