import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../engine/base/errors/index.ts';
import { RULES } from '../../engine/manifest/lint/index.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const map = readme.slice(readme.indexOf('## The map'), readme.indexOf('## Performance'));

const engineText = ['engine', 'studio/server']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => file.endsWith('.ts') && !file.includes('errors/rows'))
  .map((file) => readFileSync(join(ROOT, file), 'utf8'))
  .join('\n');

describe('the README', () => {
  test('maps paths that exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#][^)]*)\)/g)]
      .map(([, path = '']) => path)
      .filter((path) => !path.startsWith('http'));
    expect(links.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('names every folder of the engine', () => {
    const folders = readdirSync(join(ROOT, 'engine'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => !map.includes(`(engine/${name})`))).toEqual([]);
  });

  test('gives a reason for every dependency', () => {
    const {
      dependencies = {},
      devDependencies = {},
      optionalDependencies = {},
    } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const names = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  test('and all else that is generated is fresh', async () => {
    const result = promisify(execFile)(process.execPath, ['engine/build/gen.ts', '--check'], { cwd: ROOT });
    await expect(result.then(() => 'fresh')).resolves.toBe('fresh');
  });
});

describe('the error catalogue', () => {
  test.each(Object.keys(CATALOGUE))('%s is used somewhere and has a fix', (code) => {
    expect(engineText).toContain(`'${code}'`);
    const { fix } = CATALOGUE[code as keyof typeof CATALOGUE];
    expect(typeof fix === 'string' ? fix : fix({})).not.toBe('');
  });
});

describe('the lint rules', () => {
  test('are sentences', () => {
    for (const { sentence } of Object.values(RULES)) expect(sentence).toMatch(/^[A-Za-z].*\.$/);
  });
});
