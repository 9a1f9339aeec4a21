import { api } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { type Fact, Facts } from '../components/facts.tsx';
import { Loading } from '../components/loading.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import { listSettings, type Setting } from '../wizard/settings.ts';
import { words } from '../wizard/words.ts';
import { formatEditLink, type TabProps } from './tab.ts';

function buildSettingFacts({ name, title, secret, fallback }: Setting, { answer: { connection } }: TabProps): Fact[] {
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
          '—'
        ),
      ],
    ];
  const value = connection.settings[name];
  if (value === undefined)
    return fallback === undefined
      ? []
      : [
          [
            title,
            <>
              {String(fallback)} <span class="muted">default</span>
            </>,
          ],
        ];
  return [[title, String(value)]];
}

const formatTypes = (types: readonly string[] | undefined): string =>
  types === undefined ? 'all' : types.map(words).join(', ') || 'none';

/** How a connection is set up; secrets say only that they are there. */
export function SettingsTab(props: TabProps) {
  const { connection } = props.answer;
  const { state, reload } = useResource(connection.connector, () => api.connector(connection.connector));
  if (state.value.kind === 'loading') return <Loading />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  const facts: Fact[] = [
    ...listSettings(state.value.value.settings).flatMap((setting) => buildSettingFacts(setting, props)),
    ['Assets', formatTypes(connection.select.assetTypes)],
    ['Findings', formatTypes(connection.select.findingTypes)],
    ['Findings that are gone', connection.preserveAbsent ? 'stay as they are' : 'become FIXED'],
    ['Tested', <Timestamp at={connection.testedAt} none="saved without a test" />],
    ['Connector', `${connection.connectorTitle} ${connection.version}`],
    ['Created', <Timestamp at={connection.createdAt} />],
    ['Changed', <Timestamp at={connection.updatedAt} />],
  ];
  return (
    <>
      <Facts facts={facts} />
      <p class="tab-deeds">
        <a class="button" href={formatEditLink(props.answer, 1)}>
          Edit the settings
        </a>
      </p>
    </>
  );
}
