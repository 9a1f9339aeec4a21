import { expect, test } from 'vitest';
import { createSecret } from '../../../engine/base/secret/index.ts';
import { buildExpressionInput, compileCondition } from '../../../engine/pipeline/request/index.ts';

const SCOPE = {
  settings: { region: 'eu', key: createSecret('k3y') },
  session: { token: createSecret('t0k3n') },
  cursor: {},
  app: { id: 7, tags: ['a'], profile: { name: 'n' } },
};

test('expressions see the scope without its secrets', () => {
  expect(buildExpressionInput(SCOPE)).toEqual({
    settings: { region: 'eu' },
    session: {},
    cursor: {},
    app: { id: 7, tags: ['a'], profile: { name: 'n' } },
  });
});

test.each([
  [undefined, true],
  ["settings.region = 'eu'", true],
  ["settings.region = 'us'", false],
  ['cursor.start', false],
  ['app.id', true],
  ['app.tags', true],
  ['[]', false],
  ['[false, 0]', false],
  ['{}', false],
  ['app.profile', true],
  ['""', false],
  ['settings.key', false],
  ['$exists(session.token)', false],
])('when %s: %s', async (source, expected) => {
  expect(await compileCondition(source)(SCOPE)).toBe(expected);
});
