import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runMapwright } from '../../../cli/program.ts';
import { createFolder } from '../../../pipeline/run/folder.ts';
import { defineSource, indent, retrieve } from './definitions.ts';

const CODE = `- { type: DeclarativeStream, name: code, retriever: { type: CustomRetriever, class_name: source_acme.Code } }`;

async function importDefinition(text: string) {
  const cwd = await createFolder();
  await mkdir(join(cwd, 'source-acme/schemas'), { recursive: true });
  await writeFile(join(cwd, 'source-acme/manifest.yaml'), text);
  await writeFile(
    join(cwd, 'source-acme/schemas/users.json'),
    '{"type": "object", "properties": {"id": {"type": "string"}}}',
  );
  const { code, stdout } = await runMapwright(['import', 'airbyte', 'source-acme/manifest.yaml', '--json'], { cwd });
  return { cwd, code, report: JSON.parse(stdout || 'null') };
}

test('import airbyte writes a folder with the schemas beside the definition', async () => {
  const { cwd, code, report } = await importDefinition(defineSource(retrieve()));
  expect(code).toBe(0);
  expect(report).toMatchObject({ extent: 'whole', folder: 'acme', notTranslated: [] });
  expect(JSON.parse(await readFile(join(cwd, 'acme/schemas/users.json'), 'utf8'))).toMatchObject({
    properties: { id: { type: ['string', 'null'] } },
  });
  expect(await runMapwright(['validate', 'acme'], { cwd })).toMatchObject({ code: 0 });
});

test('import airbyte exits with 3 if a part is left out, with 1 if nothing can be translated, and with 2 for another document', async () => {
  const partly = await importDefinition(defineSource(retrieve(), '', indent(CODE, 2)));
  expect([partly.code, partly.report.extent]).toEqual([3, 'partly']);
  const nothing = await importDefinition(`streams:\n${indent(CODE, 2)}`);
  expect([nothing.code, nothing.report.extent, nothing.report.folder]).toEqual([1, 'nothing', null]);
  expect(await importDefinition('openapi: 3.0.0')).toMatchObject({ code: 2 });
});
