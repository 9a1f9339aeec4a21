import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ENGINE = fileURLToPath(new URL('../../engine/', import.meta.url));

/** The wings from top to bottom: each imports itself and the wings below it. `build` is used by the repository only. */
const WINGS = [
  'embed',
  'cli',
  'build',
  'protocol',
  'platform',
  'workbench',
  'io',
  'pipeline',
  'inventory',
  'manifest',
  'language',
  'base',
];

/**
 * Within a wing: a room and the rooms of the same wing that it may import. A change of a row is a commit of its own.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'protocol/sync': [],
  'protocol/airbyte': ['sync'],
  'protocol/singer': ['sync'],
  'protocol/mcp': [],
  'platform/schedule': [],
  'platform/connections': ['schedule'],
  'platform/worker': ['connections'],
  'platform/observe': ['worker'],
  'workbench/check': [],
  'workbench/import': ['replay'],
  'workbench/read': ['replay'],
  'workbench/replay': [],
  'workbench/preview': ['import', 'replay'],
  'workbench/sandbox': ['import', 'preview', 'read', 'replay'],
  'workbench/strict': ['replay'],
  'pipeline/request': [],
  'pipeline/auth': ['request'],
  'pipeline/retry': [],
  'pipeline/pagination': ['request'],
  'pipeline/extract': [],
  'pipeline/map': [],
  'pipeline/sink': [],
  'pipeline/connector': ['request', 'auth', 'retry', 'pagination', 'extract', 'map'],
  'pipeline/run': ['request', 'auth', 'retry', 'pagination', 'extract', 'map', 'connector', 'sink'],
  'inventory/risk': [],
  'inventory/store': ['risk'],
  'inventory/query': ['store'],
  'inventory/read': ['query', 'risk', 'store'],
  'language/expression': [],
  'language/template': [],
  'base/errors': [],
  'base/format': ['json'],
  'base/json': ['errors'],
  'base/memoize': [],
  'base/report': [],
  'base/secret': ['json'],
  'base/suggestion': [],
  'base/time': ['errors', 'memoize'],
  'base/unpack': ['errors'],
};

/** Rooms without clock, network, disk, random and environment: those come in as arguments. */
const PURE = [
  'base/errors',
  'base/format',
  'base/json',
  'base/memoize',
  'base/report',
  'base/secret',
  'base/suggestion',
  'base/time',
  'base/unpack',
  'language/expression',
  'language/template',
  'manifest',
  'pipeline/request',
  'pipeline/auth',
  'pipeline/retry',
  'pipeline/pagination',
  'pipeline/extract',
  'pipeline/map',
  'pipeline/connector',
  'pipeline/run',
  'inventory/query',
  'inventory/risk',
  'platform/schedule',
  'workbench/import',
];

/** Globals that pure folders must not use; JSONata's `$now()` needs a clock where none is given. */
const IMPURE =
  /\bDate\.now\b|\bMath\.random\b|\bprocess\.(?!versions)|\bsetTimeout\b|\bperformance\.now\b|\bfetch\(|'node:(?:fs|net|http|https|tls|dns|child_process|os)\b/;
/**
 * Files of pure rooms that read a file, or what only the thread itself knows: schemas for the type generator; the time
 * of `$now()` without a given clock, and the processor time and heap that bound an expression wherever it is evaluated.
 */
const EXCEPTIONS = new Set(['language/expression/system-clock.ts', 'manifest/docs/types.ts']);

/** Package that only one folder may import. */
const OWNERS: Readonly<Record<string, string>> = {
  jsonata: 'language/expression',
  handlebars: 'language/template',
  undici: 'io',
  commander: 'cli',
  saxes: 'pipeline/extract',
  'csv-parse': 'pipeline/extract',
  yauzl: 'pipeline/extract',
  yaml: 'workbench/import',
  '@scalar/openapi-upgrader': 'workbench/import',
  'csv-stringify': 'inventory/read',
  'ipaddr.js': 'io',
  'temporal-polyfill': 'base/time',
  croner: 'platform/schedule',
  '@inquirer/prompts': 'cli',
  pg: 'inventory/store',
  'pg-boss': 'platform/worker',
  pino: 'platform/observe',
  'prom-client': 'platform/observe',
  '@modelcontextprotocol/server': 'protocol/mcp',
};

const sources = readdirSync(ENGINE, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.[jt]s$/.test(file) && !file.includes('.generated.'))
  .map((file) => ({ file, text: readFileSync(join(ENGINE, file), 'utf8') }));

const wing = (file: string): string => file.split('/')[0] ?? '';

/** The room of a file: `wing/room` for a wing with rooms, else the wing. */
function room(file: string): string {
  const [first = '', second = ''] = file.split('/');
  return `${first}/${second}` in MAY_IMPORT ? `${first}/${second}` : first;
}

const importPaths = (text: string): string[] =>
  [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, path = '']) => path);

/** The engine files that a file imports, by path below engine/. */
const engineImports = ({ file, text }: { file: string; text: string }): { file: string; to: string }[] =>
  importPaths(text)
    .filter((path) => path.startsWith('.'))
    .map((path) => ({ file, to: relative(ENGINE, join(ENGINE, file, '..', path)).replaceAll('\\', '/') }))
    .filter(({ to }) => !to.startsWith('..'));

const inWings = sources.filter(({ file }) => file.includes('/'));
const imports = inWings.flatMap(engineImports);

describe('the wings of the engine', () => {
  test('are the folders of the table', () => {
    expect([...new Set(inWings.map(({ file }) => wing(file)))].sort()).toEqual([...WINGS].sort());
  });

  test.each(WINGS)('%s imports nothing above it', (name) => {
    const upward = imports.filter(
      ({ file, to }) => wing(file) === name && (!to.includes('/') || WINGS.indexOf(wing(to)) < WINGS.indexOf(name)),
    );
    expect(upward).toEqual([]);
  });

  test('only the command line imports the studio', () => {
    const users = inWings.filter(({ text }) => importPaths(text).some((path) => path.includes('/studio/')));
    expect(users.map(({ file }) => wing(file)).filter((name) => name !== 'cli')).toEqual([]);
  });
});

describe('the rooms of a wing', () => {
  test('are the folders of the table', () => {
    const wings = [...new Set(Object.keys(MAY_IMPORT).map(wing))];
    const found = wings.flatMap((name) =>
      readdirSync(join(ENGINE, name), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${name}/${entry.name}`),
    );
    expect(found.sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  test.each(Object.entries(MAY_IMPORT))('%s imports only what its row names', (name, allowed) => {
    const strays = imports.filter(
      ({ file, to }) =>
        room(file) === name &&
        wing(to) === wing(name) &&
        room(to) !== name &&
        !allowed.some((other) => room(to) === `${wing(name)}/${other}`),
    );
    expect(strays).toEqual([]);
  });

  test.each(PURE)('%s is pure', (name) => {
    const impure = inWings.filter(
      ({ file, text }) => `${file}`.startsWith(`${name}/`) && !EXCEPTIONS.has(file) && IMPURE.test(text),
    );
    expect(impure.map(({ file }) => file)).toEqual([]);
  });

  test.each(Object.entries(OWNERS))('%s is imported by %s alone', (name, owner) => {
    const users = inWings.filter(({ text }) =>
      importPaths(text).some((path) => path === name || path.startsWith(`${name}/`)),
    );
    expect([...new Set(users.map(({ file }) => room(file)))].filter((user) => user !== owner)).toEqual([]);
  });
});

describe('the engine', () => {
  test('names no vendor', () => {
    expect(sources.filter(({ text }) => /veracode|checkmarx|appscan/i.test(text)).map(({ file }) => file)).toEqual([]);
  });

  test('has no file over 400 lines', () => {
    expect(sources.filter(({ text }) => text.split('\n').length > 400).map(({ file }) => file)).toEqual([]);
  });
});

describe('the studio', () => {
  const STUDIO = fileURLToPath(new URL('../../studio/server/', import.meta.url));
  const files = readdirSync(STUDIO, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

  test("knows the engine's front door only", () => {
    const strays = files.flatMap((file) =>
      importPaths(readFileSync(join(STUDIO, file), 'utf8'))
        .filter((path) => path.startsWith('.') && path.includes('engine/'))
        .filter((path) => !path.endsWith('../engine/index.ts'))
        .map((path) => ({ file, path })),
    );
    expect(files.length).toBeGreaterThan(10);
    expect(strays).toEqual([]);
  });
});
