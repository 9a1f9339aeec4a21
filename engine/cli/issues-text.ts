import { fromPointer, type Json } from '../base/json/index.ts';
import { type Issue, indexPositions } from '../manifest/index.ts';
import { escapeForTerminal } from './escape-text.ts';
import type { ReadManifest } from './load-connector.ts';
import type { Paint } from './terminal.ts';

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
export function formatIssues({ file, text, issues }: ReadManifest, paint: Paint): string {
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
