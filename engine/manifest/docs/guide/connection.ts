import type { Manifest, SettingSchema } from '../../index.ts';
import { bulletList, codeBlock, formatSection, formatTable, inlineCode } from '../markdown.ts';

const formatSettingType = ({ type, writeOnly }: SettingSchema): string =>
  writeOnly ? 'Encrypted string' : `${type.charAt(0).toUpperCase()}${type.slice(1)}`;

function formatSettingHelp(schema: SettingSchema): string {
  const parts = [
    schema.description,
    schema.examples?.length
      ? `Example: ${schema.examples.map((example) => inlineCode(String(example))).join(', ')}.`
      : undefined,
    schema.choices
      ? `Choices: ${schema.choices.map(({ value, title }) => `${inlineCode(String(value))} (${title})`).join(', ')}.`
      : undefined,
    schema.derive === undefined ? undefined : 'Derived from the other settings if absent.',
  ];
  return parts.filter(Boolean).join(' ');
}

const buildSettingRows = ({ settings }: Manifest): string[][] =>
  Object.entries(settings.properties).map(([name, schema]) => [
    schema.title,
    inlineCode(name),
    formatSettingType(schema),
    settings.required?.includes(name)
      ? 'yes'
      : schema.default === undefined
        ? 'no'
        : `no (${inlineCode(String(schema.default))})`,
    formatSettingHelp(schema),
  ]);

const CHECKS = [
  ['Network reachability', 'The hosts are reachable.'],
  ['TLS handshake', 'The TLS connection succeeds and the certificate is valid.'],
  ['Authentication', 'The vendor accepts the credentials.'],
  ['Authorization scope', 'The credentials have permission to read every selected data type.'],
  ['Data fetch', 'The data has the expected format and one record is mapped.'],
];

function renderConfigExample({ settings }: Manifest): string {
  const values = Object.entries(settings.properties)
    .filter(([name]) => settings.required?.includes(name))
    .map(([name, schema]) => [
      name,
      schema.writeOnly
        ? { env: name.toUpperCase() }
        : String(schema.examples?.[0] ?? schema.choices?.[0]?.value ?? '…'),
    ]);
  return JSON.stringify({ settings: Object.fromEntries(values) }, null, 2);
}

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
      `Asset types: ${manifest.about.assetTypes.map(inlineCode).join(', ')}. Finding types: ${manifest.about.findingTypes.map(inlineCode).join(', ') || 'none'}. All are selected by default. Deselected types are not imported.`,
      'A schedule is a single run at a date and time, or a recurring run with a start, an end and an interval, in a time zone of your choice. With **Manual sync only**, the connection runs only when you start it. An inactive connection does not run.',
    ),
    formatSection(2, 'Filters', ...renderFilters(manifest)),
  ];
}
