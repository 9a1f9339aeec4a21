import { inventory } from '../api/inventory.ts';
import { useResource } from '../api/resource.ts';
import type { FindingResponse } from '../api/types.generated.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { type Fact, Facts, listCustomFacts, optionalFact } from '../components/facts.tsx';
import { Loading } from '../components/loading.tsx';
import { Severity } from '../components/severity.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import { DetailPanel, Records, RiskParts, WritingRunPanel } from '../inventory/detail.tsx';
import { formatTerm } from '../inventory/list-query.ts';
import { FindingStatus } from './finding-status.tsx';
import { formatIds, formatLocation, parseRecord } from './record.ts';

const OtherListings = ({ others }: { readonly others: NonNullable<FindingResponse['item']['alsoListedBy']> }) => (
  <>
    {others.map(({ id, connection }, at) => (
      <>
        {at > 0 && ', '}
        <a key={id} href={`/findings?item=${id}`}>
          {connection}
        </a>
      </>
    ))}
  </>
);

function buildFacts({ item, run }: FindingResponse): Fact[] {
  const record = parseRecord(item);
  const { cveId, cveIds, cweId, cweIds, cvss } = record.findingType?.vulnerability ?? {};
  return [
    ['Asset', item.asset ? <a href={`/assets?item=${item.asset.id}`}>{item.asset.name}</a> : '—'],
    ...optionalFact('Product', record.vendorProductName),
    ...optionalFact('Location', formatLocation(record)),
    ...optionalFact('CVE', formatIds(cveId, cveIds)),
    ...optionalFact('CWE', formatIds(cweId, cweIds)),
    ...optionalFact('CVSS 3', cvss?.cvss3Base),
    ['First found', <Timestamp at={record.firstFoundOn} exact />],
    ['Last found', <Timestamp at={record.lastFoundOn} exact />],
    ...(record.fixedOn ? [['Fixed', <Timestamp at={record.fixedOn} exact />] as const] : []),
    ['Connection', <a href={`/connections/${encodeURIComponent(item.connectionId)}`}>{item.connection}</a>],
    ...(item.alsoListedBy ? [['Also listed by', <OtherListings others={item.alsoListedBy} />] as const] : []),
    ['Last updated by', <WritingRunPanel run={run} />],
    ...optionalFact('Vendor ID', record.externalFindingId),
    ...listCustomFacts(record.custom),
  ];
}

const REASONS: Readonly<Record<string, string>> = {
  vendor: 'reported by the vendor',
  absent: 'missing from a full run',
  returned: 'found again',
};

const History = ({ history }: Pick<FindingResponse, 'history'>) => (
  <section class="history" aria-label="Status history">
    <h3>Status history</h3>
    <ol>
      {history.map(({ at, status, reason, runId }) => (
        <li key={`${at} ${status}`}>
          <FindingStatus status={status} /> <Timestamp at={at} exact />{' '}
          <span class="muted">{REASONS[reason] ?? reason}</span> <a href={`/runs/${runId}`}>View run</a>
        </li>
      ))}
    </ol>
  </section>
);

function FindingContent({ response }: { readonly response: FindingResponse }) {
  const record = parseRecord(response.item);
  const sameName =
    record.name === undefined ? undefined : `/findings?q=${encodeURIComponent(formatTerm('name', record.name))}`;
  return (
    <DetailPanel
      title={record.name ?? 'Finding'}
      chips={
        <>
          <Severity value={record.severity} />
          <FindingStatus status={record.findingStatus} />
          {sameName && <a href={sameName}>Findings with this name</a>}
        </>
      }
    >
      <Facts facts={buildFacts(response)} />
      <div class="detail-columns">
        <RiskParts risk={response.risk} />
        <History history={response.history} />
      </div>
      <Records response={response} map="finding" />
    </DetailPanel>
  );
}

/** Details of one finding: facts, risk, status history, and the vendor record next to the mapped record. */
export function FindingDetailPanel({ id }: { readonly id: string }) {
  const { state, reload } = useResource(id, () => inventory.finding(id));
  if (state.value.kind === 'loading') return <Loading what="Loading the finding" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  return <FindingContent response={state.value.value} />;
}
