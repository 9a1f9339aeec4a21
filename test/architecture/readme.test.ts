import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../engine/base/errors/index.ts';
import { LINT_RULES } from '../../engine/manifest/lint/index.ts';
import { CONNECTORS } from '../manifests/connectors.ts';
import { isFull } from '../setup/suite.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const readme = readText('README.md');
const map = readme.slice(readme.indexOf('## Folders'), readme.indexOf('## Documentation'));
const MAX_BYTES = 12_000;

/** Every page of the documentation; the connectors' guides are compared with their manifests elsewhere. */
const PAGES = ['.', '.github', 'manifests', 'schemas', 'engine', 'studio', 'test']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: folder !== '.', encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.md') && !/^manifests\/.+\//.test(file));

const engineText = ['engine', 'studio/server']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => file.endsWith('.ts') && !file.includes('errors/rows'))
  .map(readText)
  .join('\n');

/** The anchors of a page, as GitHub makes them from its headings. */
const anchors = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

function brokenLinks(page: string): string[] {
  const links = [...readText(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    if (/^https?:/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && target.endsWith('.md') && !anchors(readText(target)).includes(anchor);
  });
}

describe('the documentation', () => {
  test.each(PAGES)('%s has no broken link', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });
});

describe('the README', () => {
  test('fits on one screen of reading', () => {
    expect(Buffer.byteLength(readme)).toBeLessThanOrEqual(MAX_BYTES);
  });

  test('maps every folder of the engine', () => {
    const folders = readdirSync(join(ROOT, 'engine'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => !map.includes(`(engine/${name})`))).toEqual([]);
  });

  test('links the list of connectors, which links every guide', () => {
    expect(readme).toContain('(manifests/README.md)');
    const list = readText('manifests/README.md');
    expect(CONNECTORS.filter((id) => !list.includes(`(${id}/README.md)`))).toEqual([]);
  });
});

describe('CONTRIBUTING', () => {
  test('gives a reason for every dependency', () => {
    const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = JSON.parse(readText('package.json'));
    const names = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
    const page = readText('.github/CONTRIBUTING.md');
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('generated files', () => {
  test.runIf(isFull)('are fresh', async () => {
    const result = promisify(execFile)(process.execPath, ['engine/build/gen.ts', '--check'], { cwd: ROOT });
    await expect(result.then(() => 'fresh')).resolves.toBe('fresh');
  });
});

describe('the error catalogue', () => {
  test.each(Object.keys(CATALOGUE))('%s is used somewhere and has a fix', (code) => {
    expect(engineText).toContain(`'${code}'`);
    const { fix } = CATALOGUE[code as keyof typeof CATALOGUE];
    expect(typeof fix === 'string' ? fix : fix({} as never)).not.toBe('');
  });
});

describe('the lint rules', () => {
  test('are sentences', () => {
    for (const { sentence } of Object.values(LINT_RULES)) expect(sentence).toMatch(/^[A-Za-z].*\.$/);
  });
});
