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
    schema.derive === undefined ? undefined : 'Derived from the other settings when it is not given.',
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
  ['Network reachability', 'the hosts can be reached'],
  ['TLS handshake', 'the connection is secure, the certificate is valid'],
  ['Authentication', 'the vendor takes the credentials'],
  ['Authorization scope', 'they may read every data type that is selected'],
  ['Data fetch', 'data arrive in the expected form, and one record is mapped'],
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
    return [manifest.about.filtering ?? 'This connector takes no filters: everything that is available is read.'];
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

/** How a connection is set up: fields, checks, scope and schedule, advanced settings. */
export function renderConnection(manifest: Manifest): string[] {
  return [
    formatSection(
      2,
      'Create a connection',
      'The set-up has three steps: profile and connection, scope and schedule, review. A connection is created only after Test Connection has passed.',
      formatSection(
        3,
        'Connection',
        formatTable(
          ['Field', 'Type', 'Description'],
          [
            ['Name', 'String', 'A unique name for this connection.'],
            ['Description', 'String', 'What it is for; 164 characters at most.'],
          ],
        ),
      ),
      formatSection(
        3,
        'Authentication and settings',
        formatTable(['Name', 'Key', 'Type', 'Required', 'Description'], buildSettingRows(manifest)),
        'On the command line the same goes into a config file:',
        codeBlock(renderConfigExample(manifest), 'json'),
      ),
      formatSection(
        3,
        'Test Connection',
        formatTable(['Check', 'Passes when'], CHECKS),
        `${inlineCode(`mapwright check ${manifest.id} --config config.json`)} runs the same five checks. After a failure the later ones are not run.`,
      ),
    ),
    formatSection(
      2,
      'Scope and schedule',
      `Asset types: ${manifest.about.assetTypes.map(inlineCode).join(', ')}. Finding types: ${manifest.about.findingTypes.map(inlineCode).join(', ') || 'none'}. All are selected by default; what is deselected is not written.`,
      'A schedule is a single occurrence at a date and time, or recurring with start, end and interval, in a time zone of your choice. Manual sync only leaves it to you; an inactive connection does not run.',
    ),
    formatSection(2, 'Filters', ...renderFilters(manifest)),
  ];
}
