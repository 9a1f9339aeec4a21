import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const ENGINE = new URL('../../engine/', import.meta.url).pathname;

/** Who may import whom: a room and the rooms that it knows, beside itself. A changed row is a commit of its own. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  secret: ['json'],
  json: ['errors'],
  time: ['errors'],
  expression: ['errors'],
  template: ['errors', 'json', 'secret', 'time'],
  manifest: ['errors', 'json', 'time', 'expression', 'template', 'schemas'],
  request: ['errors', 'json', 'secret', 'expression', 'template', 'manifest'],
  auth: ['errors', 'json', 'secret', 'time', 'template', 'manifest', 'request'],
  retry: ['errors', 'time', 'expression', 'manifest'],
  pagination: ['errors', 'json', 'expression', 'manifest', 'request'],
  extract: ['errors', 'json', 'expression', 'manifest'],
  map: ['errors', 'json', 'time', 'expression'],
  connector: [
    'errors',
    'json',
    'time',
    'secret',
    'expression',
    'template',
    'manifest',
    'request',
    'auth',
    'retry',
    'pagination',
    'extract',
    'map',
    'schemas',
  ],
  sink: ['errors', 'json', 'run', 'store', 'inventory'],
  run: [
    'errors',
    'secret',
    'json',
    'time',
    'expression',
    'request',
    'auth',
    'retry',
    'pagination',
    'extract',
    'map',
    'connector',
    'sink',
  ],
  replay: ['errors', 'json', 'secret', 'manifest', 'request', 'auth', 'connector', 'run', 'sink'],
  preview: ['errors', 'json', 'expression', 'extract', 'manifest', 'map', 'connector', 'sink', 'replay'],
  sandbox: ['errors', 'expression', 'manifest', 'preview', 'replay', 'risk'],
  check: ['errors', 'json', 'time', 'template', 'connector', 'run', 'io'],
  store: ['errors', 'json', 'risk'],
  query: ['errors', 'time', 'manifest', 'store'],
  risk: ['errors', 'expression', 'schemas'],
  inventory: ['errors', 'json', 'manifest', 'query', 'risk', 'store'],
  docs: ['errors', 'json', 'manifest'],
  io: ['errors', 'request', 'connector', 'run', 'sink', 'store'],
  schedule: ['errors', 'json', 'time', 'schemas'],
  platform: [
    'errors',
    'json',
    'secret',
    'manifest',
    'connector',
    'run',
    'check',
    'preview',
    'replay',
    'io',
    'schedule',
    'store',
    'risk',
    'inventory',
    'schemas',
  ],
  worker: ['errors', 'json', 'secret', 'auth', 'retry', 'connector', 'run', 'sink', 'store', 'inventory', 'platform'],
  observe: ['errors', 'store', 'worker'],
  cli: [
    'errors',
    'json',
    'time',
    'secret',
    'manifest',
    'connector',
    'run',
    'sink',
    'check',
    'replay',
    'preview',
    'docs',
    'io',
    'sandbox',
    'schedule',
    'platform',
    'worker',
    'observe',
    'store',
    'query',
    'risk',
    'inventory',
    'schemas',
    'studio',
  ],
};

/** Rooms without clock, network, disk, random and environment: those come in as arguments. */
const PURE = [
  'errors',
  'secret',
  'json',
  'time',
  'expression',
  'template',
  'manifest',
  'request',
  'auth',
  'retry',
  'pagination',
  'extract',
  'map',
  'connector',
  'run',
  'query',
  'risk',
  'schedule',
];

/** What a pure room may not touch; `$now()` of JSONata needs a clock where none is given. */
const IMPURE =
  /\bDate\.now\b|\bMath\.random\b|\bprocess\.(?!versions)|\bsetTimeout\b|\bperformance\.now\b|\bfetch\(|'node:(?:fs|net|http|https|tls|dns|child_process|os)\b/;
const EXCEPTIONS = new Set(['expression/hybrid.ts']);

/** A package that only one room may know. */
const OWNERS: Readonly<Record<string, string>> = {
  jsonata: 'expression',
  handlebars: 'template',
  undici: 'io',
  commander: 'cli',
  saxes: 'extract',
  'csv-parse': 'extract',
  'ipaddr.js': 'io',
  'temporal-polyfill': 'time',
  croner: 'schedule',
  '@inquirer/prompts': 'cli',
  pg: 'store',
  'pg-boss': 'worker',
  pino: 'observe',
  'prom-client': 'observe',
};

const sources = readdirSync(ENGINE, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.includes('.generated.'))
  .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(join(ENGINE, file), 'utf8') }));

const roomOf = (file: string): string => file.split('/')[0] ?? '';

const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, path = '']) => path);

function importedRoom(file: string, path: string): string | undefined {
  if (!path.startsWith('.')) return undefined;
  const target = relative(ENGINE, join(ENGINE, file, '..', path)).replaceAll('\\', '/');
  const [, outside] = /^\.\.\/(schemas|studio)\//.exec(target) ?? [];
  return outside ?? roomOf(target);
}

const inRooms = sources.filter(({ file }) => file.includes('/'));

describe('the rooms of the engine', () => {
  test('are those of the table', () => {
    expect([...new Set(inRooms.map(({ file }) => roomOf(file)))].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  test.each(Object.keys(MAY_IMPORT))('%s imports only what it may know', (room) => {
    const strays = inRooms
      .filter(({ file }) => roomOf(file) === room)
      .flatMap(({ file, text }) => importsOf(text).map((path) => ({ file, to: importedRoom(file, path) })))
      .filter(({ to }) => to !== undefined && to !== room && !MAY_IMPORT[room]?.includes(to));
    expect(strays).toEqual([]);
  });

  test.each(PURE)('%s is pure', (room) => {
    const impure = inRooms.filter(
      ({ file, text }) => roomOf(file) === room && !EXCEPTIONS.has(file) && IMPURE.test(text),
    );
    expect(impure.map(({ file }) => file)).toEqual([]);
  });

  test.each(Object.entries(OWNERS))('%s is imported by %s alone', (name, owner) => {
    const users = inRooms.filter(({ text }) =>
      importsOf(text).some((path) => path === name || path.startsWith(`${name}/`)),
    );
    expect([...new Set(users.map(({ file }) => roomOf(file)))].filter((room) => room !== owner)).toEqual([]);
  });

  test('name no vendor', () => {
    expect(sources.filter(({ text }) => /veracode|checkmarx|appscan/i.test(text)).map(({ file }) => file)).toEqual([]);
  });

  test('hold no file over 400 lines', () => {
    expect(sources.filter(({ text }) => text.split('\n').length > 400).map(({ file }) => file)).toEqual([]);
  });
});

describe('the studio', () => {
  const STUDIO = new URL('../../studio/server/', import.meta.url).pathname;
  const files = readdirSync(STUDIO, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

  test("knows the engine's front door only", () => {
    const strays = files.flatMap((file) =>
      importsOf(readFileSync(join(STUDIO, file), 'utf8'))
        .filter((path) => path.startsWith('.') && path.includes('engine/'))
        .filter((path) => !path.endsWith('../engine/index.ts'))
        .map((path) => ({ file, path })),
    );
    expect(files.length).toBeGreaterThan(10);
    expect(strays).toEqual([]);
  });
});
