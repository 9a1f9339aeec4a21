import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseManifest } from '../../../engine/manifest/index.ts';
import { changeGood } from '../../manifest/good.ts';

const README = readFileSync(new URL('../../../engine/pipeline/pagination/README.md', import.meta.url), 'utf8');
const STREAMS = [...README.matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) => JSON.parse(text) as object);

test.each(STREAMS.map((stream, index) => [index + 1, stream]))('recipe %i is a valid stream', (_number, stream) => {
  const text = changeGood({ '/streams/recipe': { ...stream, key: ['id'] } });
  const { issues } = parseManifest(text, 'errors');
  expect(issues.filter(({ path }) => path.startsWith('/streams/recipe'))).toEqual([]);
});

test('there are recipes', () => {
  expect(STREAMS.length).toBeGreaterThan(4);
});
