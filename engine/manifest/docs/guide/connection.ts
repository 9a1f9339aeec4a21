import type { Manifest, SettingSchema } from '../../index.ts';
import { code, fenced, list, section, table } from '../markdown.ts';

const typeOf = ({ type, writeOnly }: SettingSchema): string =>
  writeOnly ? 'Encrypted string' : `${type.charAt(0).toUpperCase()}${type.slice(1)}`;

function about(schema: SettingSchema): string {
  const parts = [
    schema.description,
    schema.examples?.length
      ? `Example: ${schema.examples.map((example) => code(String(example))).join(', ')}.`
      : undefined,
    schema.choices
      ? `Choices: ${schema.choices.map(({ value, title }) => `${code(String(value))} (${title})`).join(', ')}.`
      : undefined,
    schema.derive === undefined ? undefined : 'Derived from the other settings when it is not given.',
  ];
  return parts.filter(Boolean).join(' ');
}

const settingRows = ({ settings }: Manifest): string[][] =>
  Object.entries(settings.properties).map(([name, schema]) => [
    schema.title,
    code(name),
    typeOf(schema),
    settings.required?.includes(name)
      ? 'yes'
      : schema.default === undefined
        ? 'no'
        : `no (${code(String(schema.default))})`,
    about(schema),
  ]);

const CHECKS = [
  ['Network reachability', 'the hosts can be reached'],
  ['TLS handshake', 'the connection is secure, the certificate is valid'],
  ['Authentication', 'the vendor takes the credentials'],
  ['Authorization scope', 'they may read every data type that is selected'],
  ['Data fetch', 'data arrive in the expected form, and one record is mapped'],
];

function configExample({ settings }: Manifest): string {
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

function filters(manifest: Manifest): string[] {
  const specs = Object.entries(manifest.filters ?? {});
  if (specs.length === 0)
    return [manifest.about.filtering ?? 'This connector takes no filters: everything that is available is read.'];
  return [
    manifest.about.filtering ?? '',
    ...specs.flatMap(([stream, spec]) => [
      `**${spec.title}** (${code(`filters.${stream}`)}, ${spec.syntax}): ${spec.description ?? ''}`,
      table(
        ['Field', 'Meaning'],
        (spec.fields ?? []).map(({ label, text }) => [code(label), text]),
      ),
      list(spec.examples.map((example) => `Example: ${code(example)}`)),
    ]),
  ];
}

/** How a connection is set up: fields, checks, scope and schedule, advanced settings. */
export function connectionOf(manifest: Manifest): string[] {
  return [
    section(
      2,
      'Create a connection',
      'The set-up has three steps: profile and connection, scope and schedule, review. A connection is created only after Test Connection has passed.',
      section(
        3,
        'Connection',
        table(
          ['Field', 'Type', 'Description'],
          [
            ['Name', 'String', 'A unique name for this connection.'],
            ['Description', 'String', 'What it is for; 164 characters at most.'],
          ],
        ),
      ),
      section(
        3,
        'Authentication and settings',
        table(['Name', 'Key', 'Type', 'Required', 'Description'], settingRows(manifest)),
        'On the command line the same goes into a config file:',
        fenced(configExample(manifest), 'json'),
      ),
      section(
        3,
        'Test Connection',
        table(['Check', 'Passes when'], CHECKS),
        `${code(`mapwright check ${manifest.id} --config config.json`)} runs the same five checks. After a failure the later ones are not run.`,
      ),
    ),
    section(
      2,
      'Scope and schedule',
      `Asset types: ${manifest.about.assetTypes.map(code).join(', ')}. Finding types: ${manifest.about.findingTypes.map(code).join(', ') || 'none'}. All are selected by default; what is deselected is not written.`,
      'A schedule is a single occurrence at a date and time, or recurring with start, end and interval, in a time zone of your choice. Manual sync only leaves it to you; an inactive connection does not run.',
    ),
    section(2, 'Filters', ...filters(manifest)),
  ];
}
