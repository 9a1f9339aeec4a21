import { api } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { type Fact, Facts } from '../components/facts.tsx';
import { Loading } from '../components/loading.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import { splitWords } from '../components/words.ts';
import { flattenSettings, formatValue, listSettings, type Setting } from '../wizard/settings.ts';
import { formatEditLink, type TabProps } from './tab.ts';

function buildSettingFacts(
  { name, title, secret, fallback, options }: Setting,
  { response: { connection } }: TabProps,
): Fact[] {
  const mark = connection.secrets[name];
  if (secret)
    return [
      [
        title,
        mark ? (
          <>
            stored <Timestamp at={mark.at} />
          </>
        ) : (
          'not set'
        ),
      ],
    ];
  const value = flattenSettings(connection.settings)[name];
  if (value === undefined)
    return fallback === undefined
      ? []
      : [
          [
            title,
            <>
              {formatValue(fallback)} <span class="muted">default</span>
            </>,
          ],
        ];
  return [[title, options?.find((one) => one.value === String(value))?.title ?? formatValue(value)]];
}

const formatTypes = (types: readonly string[] | undefined): string =>
  types === undefined ? 'all' : types.map(splitWords).join(', ') || 'none';

/** Tab with the settings of a connection. For secrets, it shows only when they were stored. */
export function SettingsTab(props: TabProps) {
  const { connection } = props.response;
  const { state, reload } = useResource(connection.connector, () => api.connector(connection.connector));
  if (state.value.kind === 'loading') return <Loading />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  const facts: Fact[] = [
    ...listSettings(state.value.value.settings, flattenSettings(connection.settings)).flatMap((setting) =>
      buildSettingFacts(setting, props),
    ),
    ['Asset types', formatTypes(connection.select.assetTypes)],
    ['Finding types', formatTypes(connection.select.findingTypes)],
    ...(connection.select.entities ? [['Entities', formatTypes(connection.select.entities)] as const] : []),
    ['Closed findings', connection.preserveAbsent ? 'keep their status' : 'set to FIXED'],
    ['Last tested', <Timestamp at={connection.testedAt} none="never" />],
    ['Connector', `${connection.connectorTitle} ${connection.version}`],
    ['Created', <Timestamp at={connection.createdAt} />],
    ['Updated', <Timestamp at={connection.updatedAt} />],
  ];
  return (
    <>
      <Facts facts={facts} />
      <p class="tab-actions">
        <a class="button" href={formatEditLink(props.response, 1)}>
          Edit settings
        </a>
      </p>
    </>
  );
}
