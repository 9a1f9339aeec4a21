import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One case of jsonata's own suite. */
export interface SuiteCase {
  readonly id: string;
  readonly expr: string;
  readonly data: unknown;
  readonly bindings: Record<string, unknown>;
  readonly expected: { readonly value: unknown } | { readonly code: string };
  /** The order of the result's members does not matter. */
  readonly unordered: boolean;
  /** The case is about the interpreter's own limits, which compiled code does not have. */
  readonly limits: { readonly timeout?: number; readonly stack?: number } | undefined;
}

const FOLDER = process.env['MAPWRIGHT_JSONATA_SUITE'] ?? '';

/** The location of the suite was given. */
export const hasSuite = FOLDER !== '';
if (hasSuite && !existsSync(join(FOLDER, 'groups'))) throw new Error(`MAPWRIGHT_JSONATA_SUITE: no groups in ${FOLDER}`);

type Raw = Record<string, unknown>;

const read = (...path: readonly string[]): unknown => JSON.parse(readFileSync(join(FOLDER, ...path), 'utf8'));

const readData = (raw: Raw): unknown =>
  typeof raw['dataset'] === 'string' ? read('datasets', `${raw['dataset']}.json`) : raw['data'];

const readExpected = (raw: Raw): SuiteCase['expected'] => {
  const error = raw['error'] as { code?: string } | undefined;
  const code = raw['code'] ?? error?.code;
  if (code !== undefined || error !== undefined) return { code: String(code) };
  return { value: raw['undefinedResult'] ? undefined : raw['result'] };
};

const readLimits = ({ timelimit, depth }: Raw): SuiteCase['limits'] => {
  if (typeof timelimit !== 'number' && typeof depth !== 'number') return undefined;
  return {
    ...(typeof timelimit === 'number' ? { timeout: timelimit } : {}),
    ...(typeof depth === 'number' ? { stack: depth } : {}),
  };
};

const readText = (group: string, raw: Raw): string =>
  typeof raw['expr'] === 'string'
    ? raw['expr']
    : readFileSync(join(FOLDER, 'groups', group, String(raw['expr-file'])), 'utf8');

const casesIn = (group: string, file: string): SuiteCase[] =>
  [read('groups', group, file)].flat().map((one, at) => {
    const raw = one as Raw;
    return {
      id: `${group}/${file.replace('.json', '')}#${at}`,
      expr: readText(group, raw),
      data: readData(raw),
      bindings: (raw['bindings'] ?? {}) as Record<string, unknown>,
      expected: readExpected(raw),
      unordered: raw['unordered'] === true,
      limits: readLimits(raw),
    };
  });

/** Reads all cases of the suite. */
export const readSuiteCases = (): SuiteCase[] =>
  readdirSync(join(FOLDER, 'groups')).flatMap((group) =>
    readdirSync(join(FOLDER, 'groups', group))
      .filter((file) => file.endsWith('.json'))
      .flatMap((file) => casesIn(group, file)),
  );
