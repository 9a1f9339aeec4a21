import { findDiscriminator, listProducedEntities, type Manifest, nameChoice, type SettingSchema } from '../../index.ts';
import { bulletList, codeBlock, formatSection, formatTable, inlineCode } from '../markdown.ts';

const capitalize = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const formatSettingType = ({ type, writeOnly, items, oneOf }: SettingSchema): string => {
  if (writeOnly) return 'Encrypted string';
  if (type === 'array') return `List of ${items?.type === 'object' ? 'groups' : `${items?.type ?? 'string'}s`}`;
  if (type === 'object') return oneOf ? 'Choice' : 'Group';
  return capitalize(type);
};

const formatValue = (value: unknown): string =>
  inlineCode(typeof value === 'object' ? JSON.stringify(value) : String(value));

function formatSettingHelp(schema: SettingSchema): string {
  const choices = schema.choices ?? schema.items?.choices;
  const name = findDiscriminator(schema);
  const parts = [
    schema.description,
    schema.examples?.length ? `Example: ${schema.examples.map(formatValue).join(', ')}.` : undefined,
    choices
      ? `Choices: ${choices.map(({ value, title }) => `${inlineCode(String(value))} (${title})`).join(', ')}.`
      : undefined,
    schema.items?.enum ? `Values: ${schema.items.enum.map(formatValue).join(', ')}.` : undefined,
    name === undefined
      ? undefined
      : `${inlineCode(name)} selects one of: ${(schema.oneOf ?? [])
          .map((choice) => `${formatValue(nameChoice(name, choice))} (${choice.title})`)
          .join(', ')}.`,
    schema.derive === undefined ? undefined : 'Derived from the other settings if absent.',
  ];
  return parts.filter(Boolean).join(' ');
}

/** Group of settings, the path of the group, and the choice that shows it. */
interface SettingGroup {
  readonly path: string;
  readonly properties: Readonly<Record<string, SettingSchema>>;
  readonly required?: readonly string[];
  readonly choice?: string;
}

/** Returns the groups within a setting: its properties, those of each choice, and those of its elements. */
function listGroups(schema: SettingSchema, path: string): SettingGroup[] {
  const { properties, required, oneOf = [], items } = schema;
  const own = (group: { properties?: SettingGroup['properties']; required?: readonly string[] }, at: string) =>
    group.properties ? [{ path: at, properties: group.properties, required: group.required ?? [] }] : [];
  return [
    ...own({ ...(properties ? { properties } : {}), required: required ?? [] }, path),
    ...oneOf.flatMap((choice) => own(choice, path).map((group) => ({ ...group, choice: choice.title }))),
    ...(items ? own(items, `${path}[]`) : []),
  ];
}

const buildRows = ({ path, properties, required = [], choice }: SettingGroup): string[][] =>
  Object.entries(properties).flatMap(([name, schema]) => {
    if (schema.const !== undefined) return [];
    const key = path === '' ? name : `${path}.${name}`;
    const help = [choice === undefined ? '' : `For ${choice}.`, formatSettingHelp(schema)].filter(Boolean).join(' ');
    const fallback = schema.default === undefined ? 'no' : `no (${formatValue(schema.default)})`;
    const row = [
      schema.title ?? name,
      inlineCode(key),
      formatSettingType(schema),
      required.includes(name) ? 'yes' : fallback,
      help,
    ];
    return [row, ...listGroups(schema, key).flatMap(buildRows)];
  });

const buildSettingRows = ({ settings }: Manifest): string[][] => buildRows({ path: '', ...settings });

const CHECKS = [
  ['Network reachability', 'The hosts are reachable.'],
  ['TLS handshake', 'The TLS connection succeeds and the certificate is valid.'],
  ['Authentication', 'The vendor accepts the credentials.'],
  ['Authorization scope', 'The credentials have permission to read every selected data type.'],
  ['Data fetch', 'The data has the expected format and one record is mapped.'],
];

function createExample(name: string, schema: SettingSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.writeOnly) return { env: name.replaceAll('.', '_').toUpperCase() };
  const given = schema.examples?.[0] ?? schema.default ?? schema.choices?.[0]?.value;
  if (schema.type === 'array') return given ?? [schema.items?.examples?.[0] ?? schema.items?.enum?.[0] ?? '…'];
  if (schema.type === 'object') return createGroupExample(name, schema.oneOf?.[0] ?? schema);
  return String(given ?? '…');
}

const createGroupExample = (
  path: string,
  { properties = {}, required = [] }: { properties?: SettingGroup['properties']; required?: readonly string[] },
): object =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([name, schema]) => required.includes(name) || schema.const !== undefined)
      .map(([name, schema]) => [name, createExample(path === '' ? name : `${path}.${name}`, schema)]),
  );

const renderConfigExample = ({ settings }: Manifest): string =>
  JSON.stringify({ settings: createGroupExample('', settings) }, null, 2);

function renderFilters(manifest: Manifest): string[] {
  const specs = Object.entries(manifest.filters ?? {});
  if (specs.length === 0)
    return [manifest.about.filtering ?? 'This connector has no filters. It reads all available data.'];
  return [
    manifest.about.filtering ?? '',
    ...specs.flatMap(([stream, spec]) => [
      `**${spec.title}** (${inlineCode(`filters.${stream}`)}, ${spec.syntax}): ${spec.description ?? ''}`,
      formatTable(
        ['Field', 'Meaning'],
        (spec.fields ?? []).map(({ label, text }) => [inlineCode(label), text]),
      ),
      bulletList(spec.examples.map((example) => `Example: ${inlineCode(example)}`)),
    ]),
  ];
}

const listCodes = (values: readonly string[]): string => values.map(inlineCode).join(', ');

/** Describes what a connection imports: types of assets and findings, and other entities. */
function describeScope(manifest: Manifest): string {
  const { assetTypes, findingTypes } = manifest.about;
  const entities = listProducedEntities(manifest);
  const others = entities.filter(({ builtIn }) => !builtIn).map(({ name }) => name);
  const types = `Asset types: ${listCodes(assetTypes)}. Finding types: ${listCodes(findingTypes) || 'none'}. All are selected by default. Deselected types are not imported.`;
  return [
    ...(entities.some(({ builtIn }) => builtIn) ? [types] : []),
    ...(others.length > 0
      ? [`Other entities: ${listCodes(others)}. ${inlineCode('select.entities')} selects some of them.`]
      : []),
  ].join(' ');
}

/** Renders the setup of a connection: settings, Test Connection, scope, schedule and filters. */
export function renderConnection(manifest: Manifest): string[] {
  return [
    formatSection(
      2,
      'Create a connection',
      'The setup has three steps: profile and connection, scope and schedule, review. You can create the connection after Test Connection passes.',
      formatSection(
        3,
        'Connection',
        formatTable(
          ['Field', 'Type', 'Description'],
          [
            ['Name', 'String', 'A unique name for this connection.'],
            ['Description', 'String', 'Purpose of the connection, at most 164 characters.'],
          ],
        ),
      ),
      formatSection(
        3,
        'Authentication and settings',
        formatTable(['Name', 'Key', 'Type', 'Required', 'Description'], buildSettingRows(manifest)),
        'On the command line, put the same settings into a config file:',
        codeBlock(renderConfigExample(manifest), 'json'),
      ),
      formatSection(
        3,
        'Test Connection',
        formatTable(['Check', 'Passes when'], CHECKS),
        `${inlineCode(`mapwright check ${manifest.id} --config config.json`)} runs the same five checks. A failed check skips the remaining ones.`,
      ),
    ),
    formatSection(
      2,
      'Scope and schedule',
      describeScope(manifest),
      'A schedule is a single run at a date and time, or a recurring run with a start, an end and an interval, in a time zone of your choice. With **Manual sync only**, the connection runs only when you start it. An inactive connection does not run.',
    ),
    formatSection(2, 'Filters', ...renderFilters(manifest)),
  ];
}
