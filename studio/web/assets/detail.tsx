import { inventory } from '../api/inventory.ts';
import { useResource } from '../api/resource.ts';
import type { AssetResponse } from '../api/types.generated.ts';
import { Chip } from '../components/chip.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { type Fact, Facts, listCustomFacts, optionalFact } from '../components/facts.tsx';
import { Loading } from '../components/loading.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import { splitWords } from '../components/words.ts';
import { FindingStatus } from '../findings/finding-status.tsx';
import { DetailPanel, Records, RiskParts, WritingRunPanel } from '../inventory/detail.tsx';
import { formatTerm } from '../inventory/list-query.ts';
import { formatName, parseRecord } from './record.ts';

function buildFacts({ item, run }: AssetResponse): Fact[] {
  const record = parseRecord(item);
  const { criticality, businessUnit, owners, tags } = record.assetDetail ?? {};
  return [
    ...optionalFact('URL', record.webAppUrl ?? record.repoUrl),
    ...optionalFact('Domain name', record.fqdn),
    ...optionalFact('IP addresses', record.ipAddresses?.join(', ')),
    ...optionalFact('MAC address', record.macAddress),
    ...optionalFact('Operating system', record.operatingSystem),
    ...optionalFact('Criticality', criticality),
    ...optionalFact('Business unit', businessUnit),
    ...optionalFact('Owners', owners?.join(', ')),
    ...optionalFact('Tags', tags?.join(', ')),
    ['Connection', <a href={`/connections/${encodeURIComponent(item.connectionId)}`}>{item.connection}</a>],
    ['First seen', <Timestamp at={item.firstSeenOn} exact />],
    ['Last seen', <Timestamp at={item.lastSeenOn} exact />],
    ...(item.goneOn ? [['Missing since', <Timestamp at={item.goneOn} exact />] as const] : []),
    ['Last updated by', <WritingRunPanel run={run} />],
    ...optionalFact('Vendor ID', record.externalAssetId),
    ...listCustomFacts(record.custom),
  ];
}

function AssetFindings({ response }: { readonly response: AssetResponse }) {
  const { externalAssetId = '' } = parseRecord(response.item);
  const own = `${formatTerm('externalAssetId', externalAssetId)} and ${formatTerm('connection', response.item.connection)}`;
  const link = (status?: string) =>
    `/findings?q=${encodeURIComponent(status === undefined ? own : `${own} and status:${status}`)}`;
  const counts = Object.entries(response.findings);
  return (
    <section class="history" aria-label="Findings">
      <h3>
        <a href={link()}>Findings</a>
      </h3>
      {counts.length === 0 && <p class="muted">No findings</p>}
      <p class="detail-chips">
        {counts.map(([status, count]) => (
          <a key={status} class="status-link" href={link(status)}>
            <FindingStatus status={status} /> {count}
          </a>
        ))}
      </p>
      {response.alsoListedBy.length > 0 && (
        <>
          <h3>Other connections</h3>
          <ul>
            {response.alsoListedBy.map(({ id, connection, assetType }) => (
              <li key={id}>
                <a href={`/assets?item=${id}`}>{connection}</a> <span class="muted">{splitWords(assetType)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function AssetContent({ response }: { readonly response: AssetResponse }) {
  const record = parseRecord(response.item);
  return (
    <DetailPanel
      title={formatName(record)}
      chips={
        <>
          {record.assetType && <Chip tone="accent">{splitWords(record.assetType)}</Chip>}
          {record.source && <span class="muted">{record.source}</span>}
          {response.item.goneOn && <Chip tone="warn">missing</Chip>}
        </>
      }
    >
      <Facts facts={buildFacts(response)} />
      <div class="detail-columns">
        <RiskParts risk={response.risk} adds />
        <AssetFindings response={response} />
      </div>
      <Records response={response} map="asset" />
    </DetailPanel>
  );
}

/** Details of one asset: facts, findings, risk, and the vendor record next to the mapped record. */
export function AssetDetailPanel({ id }: { readonly id: string }) {
  const { state, reload } = useResource(id, () => inventory.asset(id));
  if (state.value.kind === 'loading') return <Loading what="Loading the asset" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  return <AssetContent response={state.value.value} />;
}
