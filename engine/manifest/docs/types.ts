import { readFile } from 'node:fs/promises';
import { compile } from 'json-schema-to-typescript';
import type { JsonObject } from '../../base/json/types.ts';
import type { Manifest } from '../index.ts';

const SCHEMAS = new URL('../../../schemas/', import.meta.url);

const toPascalCase = (id: string): string =>
  id.replace(/(^|-)([a-z0-9])/g, (_whole, _dash, letter: string) => letter.toUpperCase());

async function readTargetSchema(name: 'asset' | 'finding'): Promise<JsonObject> {
  return JSON.parse(await readFile(new URL(`${name}.schema.json`, SCHEMAS), 'utf8')) as JsonObject;
}

/** The settings as a plain JSON Schema: without the keywords that are ours. */
function buildSettingsSchema({ settings }: Manifest): object {
  const properties = Object.entries(settings.properties).map(
    ([name, { type, title, description, enum: values, default: otherwise }]) => {
      const text = [title, description, otherwise === undefined ? undefined : `Default: ${otherwise}.`]
        .filter(Boolean)
        .join('. ');
      return [name, { type, description: text, ...(values ? { enum: values } : {}) }];
    },
  );
  return {
    type: 'object',
    additionalProperties: false,
    required: settings.required ?? [],
    properties: Object.fromEntries(properties),
  };
}

const options = {
  bannerComment: '',
  additionalProperties: false,
  style: { singleQuote: true, printWidth: 120 },
} as const;

/** TypeScript types of a connector's settings and of the records it gives. */
export async function generateTypes(manifest: Manifest): Promise<string> {
  const name = toPascalCase(manifest.id);
  const entities = [...new Set(Object.values(manifest.maps).map(({ to }) => to))];
  const parts = [await compile(buildSettingsSchema(manifest) as never, `${name}Settings`, options)];
  for (const entity of entities)
    parts.push(
      await compile((await readTargetSchema(entity)) as never, entity === 'asset' ? 'Asset' : 'Finding', options),
    );
  return `/* Types of ${manifest.title} ${manifest.version}, by mapwright types. */\n\n${parts.join('\n')}`;
}
