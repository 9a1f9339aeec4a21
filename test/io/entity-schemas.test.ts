import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readManifest } from '../../engine/cli/load-connector.ts';
import { inlineEntitySchemas } from '../../engine/io/entity-schemas.ts';
import { findEntity } from '../../engine/manifest/index.ts';
import { changeGood } from '../manifest/good.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapwright-schemas-'));
  await mkdir(join(folder, 'connector'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SCHEMA = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: { type: 'string' } },
};
const withSchema = (schema: string, fields: object = { id: 'Id' }) =>
  changeGood({
    '/entities': { user: { schema } },
    '/maps/user': { from: 'applications', to: 'user', fields },
  });

async function read(text: string) {
  await writeFile(join(folder, 'connector', 'manifest.json'), text);
  return readManifest(join(folder, 'connector'));
}

test('a schema beside the manifest is part of it, for lint and for runs', async () => {
  await mkdir(join(folder, 'connector', 'schemas'));
  await writeFile(join(folder, 'connector', 'schemas', 'user.json'), JSON.stringify(SCHEMA));
  const { manifest, issues, text } = await read(withSchema('schemas/user.json'));
  expect(issues).toEqual([]);
  expect(manifest && findEntity(manifest, 'user').schema).toEqual(SCHEMA);
  expect(text).toContain('"schemas/user.json"');
  const wrong = await read(withSchema('schemas/user.json', { Id: 'Id' }));
  expect(wrong.issues.map(({ rule }) => rule).sort()).toEqual(['target/missing-field', 'target/unknown-field']);
});

test.each([
  ['a missing file', 'nowhere.json', 'file not found'],
  ['a file outside the folder', '../secret.json', "outside the manifest's folder"],
  ['a link that leads outside', 'link.json', "outside the manifest's folder"],
  ['a file that is not JSON', 'text.json', 'not valid JSON'],
  ['a list', 'list.json', 'JSON object'],
])('%s is an issue', async (_what, file, problem) => {
  await writeFile(join(folder, 'secret.json'), JSON.stringify(SCHEMA));
  await symlink(join(folder, 'secret.json'), join(folder, 'connector', 'link.json'));
  await writeFile(join(folder, 'connector', 'text.json'), '{');
  await writeFile(join(folder, 'connector', 'list.json'), '[]');
  const { issues } = await read(withSchema(file));
  expect(issues).toMatchObject([
    {
      rule: 'entities/schema-file',
      severity: 'error',
      path: '/entities/user/schema',
      message: expect.stringContaining(problem),
    },
  ]);
});

test('a manifest without schema files is read unchanged', async () => {
  const text = changeGood({});
  expect(await inlineEntitySchemas(text, folder)).toEqual({ text, issues: [] });
});
