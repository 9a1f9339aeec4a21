import { fromPointer, type Json } from '../../../base/json/index.ts';
import { fixManifest, hasErrors, type Issue, indexPositions } from '../../../manifest/index.ts';
import { writeFileAtomically } from '../../../pipeline/sink/part-file.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { type ParseManifest, type ReadManifest, readManifest } from '../../load-connector.ts';
import { createManifestParser, createTaskRunners } from '../../task-runners.ts';
import { type Paint, printJson, type Terminal } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';

const isIndex = (step: string) => /^(0|[1-9]\d*)$/.test(step);

/** Converts the steps of a pointer: indexes of lists become numbers. */
function resolveSteps(value: Json | undefined, path: readonly string[]): (string | number)[] {
  let at: unknown = value;
  return path.map((step) => {
    const inList = Array.isArray(at) && isIndex(step);
    at = (at as Readonly<Record<string, unknown>> | undefined)?.[step];
    return inList ? Number(step) : step;
  });
}

const tryParse = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/** Returns a function that finds an issue's position as `:<line>:<column>`, or an empty string if it is not in the text. */
function createLineLookup(text: string): (issue: Issue) => string {
  const value = tryParse(text);
  const find = indexPositions(text);
  return ({ path }) => {
    const steps = fromPointer(path);
    const position = steps && find(resolveSteps(value, steps));
    return position ? `:${position.line}:${position.column}` : '';
  };
}

const countIssues = (issues: readonly Issue[], severity: Issue['severity']) => {
  const found = issues.filter((issue) => issue.severity === severity).length;
  return found === 0 ? [] : [`${found} ${severity}${found === 1 ? '' : 's'}`];
};

/** Formats a manifest's issues with position, message and fix; a single line if there are none. */
function formatIssues({ file, text, issues }: ReadManifest, paint: Paint): string {
  if (issues.length === 0) return `${paint('green', '✓')} ${file}: no issues\n`;
  const lineOf = createLineLookup(text);
  const entries = issues.map((issue) => {
    const { severity, path, rule, position, message, fix } = issue;
    const mark = severity === 'error' ? paint('red', 'error  ') : paint('yellow', 'warning');
    const offset = position === undefined || path === '' ? '' : ` (at character ${position})`;
    return [
      `  ${mark} ${paint('bold', escapeForTerminal(path || '/'))}${offset}  ${paint('dim', `${file}${lineOf(issue)}`)}`,
      `          ${escapeForTerminal(message)}`,
      `          ${paint('cyan', 'fix:')} ${escapeForTerminal(fix)}  ${paint('dim', `[${rule}]`)}`,
      '',
    ].join('\n');
  });
  const total = [...countIssues(issues, 'error'), ...countIssues(issues, 'warning')].join(', ');
  return `${paint('bold', file)}: ${total}\n${entries.join('')}`;
}

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
    const { formatFallbacks } = await import('./fallbacks-text.ts');
    for (const { manifest } of read) if (manifest) terminal.tell(await formatFallbacks(manifest));
  }
  return read.some(({ issues }) => hasErrors(issues)) ? EXIT.failed : EXIT.done;
};
