import report from '../../../schemas/run-report.schema.json' with { type: 'json' };
import schedule from '../../../schemas/schedule.schema.json' with { type: 'json' };
import { type NamedSchema, refTo } from './schema.ts';

interface Published {
  readonly title: string;
  readonly definitions: Readonly<Record<string, { readonly title?: string }>>;
}

/** Keywords of the published schemas that the API's validator does not need. */
const OMITTED_KEYWORDS: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  'format',
  'title',
  'discriminator',
  'examples',
]);

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** Splits a published schema into named schemas: its definitions, under their titles, and its root. */
function splitDefinitions({ definitions, ...root }: Published): readonly NamedSchema[] {
  const titleOf = (name: string) => definitions[name]?.title ?? capital(name);
  const named = (schema: object, $id: string): NamedSchema => ({
    $id,
    ...JSON.parse(
      JSON.stringify(schema, (key, value) => {
        if (OMITTED_KEYWORDS.has(key)) return undefined;
        const [, name] = /^#\/definitions\/(.+)$/.exec(value?.$ref ?? '') ?? [];
        return name === undefined ? value : refTo(titleOf(name));
      }),
    ),
  });
  return [
    ...Object.entries(definitions).map(([name, schema]) => named(schema, titleOf(name))),
    named(root, root.title),
  ];
}

/** Schedules and run reports from `schemas/`. */
export const PUBLISHED_SCHEMAS: readonly NamedSchema[] = [
  ...splitDefinitions(schedule as unknown as Published),
  ...splitDefinitions(report as unknown as Published),
];
