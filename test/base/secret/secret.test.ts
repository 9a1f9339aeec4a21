import { readdirSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { createSecret, isSecret } from '../../../engine/base/secret/index.ts';
import { revealSecret } from '../../../engine/base/secret/secret.ts';

const VALUE = 'hunter2-hunter2';
const box = createSecret(VALUE);

test.each([
  ['String', String(box)],
  ['a template literal', `${box}`],
  ['concatenation', ['a', box].join('')],
  ['JSON', JSON.stringify({ box })],
  ['inspect', inspect({ box }, { depth: 9, showHidden: true })],
  ['inspect, without custom functions', inspect(box, { customInspect: false, showHidden: true })],
  ['an error message', new Error(`no ${box}`).message],
  ['its entries', JSON.stringify(Object.entries(box))],
  ['its own properties', Reflect.ownKeys(box).join()],
  ['a structured clone', inspect(structuredClone({ box }), { depth: 9 })],
  ['a number', String(Number(box))],
])('a secret does not print: %s', (_, printed) => {
  expect(printed).not.toContain('hunter2');
});

test('is labelled as a secret', () => {
  expect([String(box), JSON.stringify(box), inspect(box)]).toEqual(['[secret]', '"[secret]"', '[secret]']);
});

test('revealSecret returns the text', () => {
  expect(revealSecret(box)).toBe(VALUE);
});

test.each([
  [box, true],
  [createSecret(''), true],
  ['text', false],
  [undefined, false],
  [{ text: '[secret]' }, false],
])('isSecret(%s) is %s', (value, expected) => {
  expect(isSecret(value)).toBe(expected);
});

/**
 * Code that may read a secret's value: auth schemes, templates that may render secrets, and the shell that seals and
 * redacts.
 */
const MAY_REVEAL = [
  'engine/base/secret/',
  'engine/pipeline/auth/',
  'engine/language/template/',
  'engine/io/',
  'engine/platform/connections/',
  'engine/platform/worker/',
];

test('only modules that send or seal secrets import revealSecret', () => {
  const engine = new URL('../../../engine/', import.meta.url);
  const files = readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const importers = files.filter((file) =>
    /from '[^']*secret\/secret\.ts'/.test(readFileSync(new URL(file, engine), 'utf8')),
  );
  const strays = importers.filter((file) => !MAY_REVEAL.some((room) => `engine/${file}`.startsWith(room)));
  expect(strays).toEqual([]);
});
