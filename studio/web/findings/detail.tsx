import { inventory } from '../api/inventory.ts';
import { useResource } from '../api/resource.ts';
import type { FindingAnswer } from '../api/types.generated.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { type Fact, Facts } from '../components/facts.tsx';
import { Loading } from '../components/loading.tsx';
import { Severity } from '../components/severity.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import { DetailPanel, Records, RiskParts, WritingRunPanel } from '../inventory/detail.tsx';
import { formatTerm } from '../inventory/list-query.ts';
import { FindingStatus } from './finding-status.tsx';
import { formatLocation, parseRecord } from './record.ts';

const optionalFact = (name: string, value: string | number | undefined): Fact[] =>
  value === undefined || value === '' ? [] : [[name, String(value)]];

function buildFacts({ item, run }: FindingAnswer): Fact[] {
  const record = parseRecord(item);
  const { cveId, cweId, cvss } = record.findingType?.vulnerability ?? {};
  return [
    ['Asset', item.asset ? <a href={`/assets?item=${item.asset.id}`}>{item.asset.name}</a> : '—'],
    ...optionalFact('Product', record.vendorProductName),
    ...optionalFact('Place', formatLocation(record)),
    ...optionalFact('CVE', cveId),
    ...optionalFact('CWE', cweId),
    ...optionalFact('CVSS 3', cvss?.cvss3Base),
    ['First found', <Timestamp at={record.firstFoundOn} exact />],
    ['Last found', <Timestamp at={record.lastFoundOn} exact />],
    ...(record.fixedOn ? [['Fixed', <Timestamp at={record.fixedOn} exact />] as const] : []),
    ['Connection', <a href={`/connections/${encodeURIComponent(item.connectionId)}`}>{item.connection}</a>],
    ['Written by run', <WritingRunPanel run={run} />],
    ...optionalFact('Vendor’s id', record.externalFindingId),
  ];
}

const REASONS: Readonly<Record<string, string>> = {
  vendor: 'the vendor says so',
  absent: 'a full run no longer had it',
  returned: 'a run had it again',
};

const History = ({ history }: Pick<FindingAnswer, 'history'>) => (
  <section class="history" aria-label="Status history">
    <h3>Status history</h3>
    <ol>
      {history.map(({ at, status, reason, runId }) => (
        <li key={`${at} ${status}`}>
          <FindingStatus status={status} /> <Timestamp at={at} exact />{' '}
          <span class="muted">{REASONS[reason] ?? reason}</span> <a href={`/runs/${runId}`}>run</a>
        </li>
      ))}
    </ol>
  </section>
);

function FindingContent({ answer }: { readonly answer: FindingAnswer }) {
  const record = parseRecord(answer.item);
  const alike =
    record.name === undefined ? undefined : `/findings?q=${encodeURIComponent(formatTerm('name', record.name))}`;
  return (
    <DetailPanel
      title={record.name ?? 'Finding'}
      chips={
        <>
          <Severity value={record.severity} />
          <FindingStatus status={record.findingStatus} />
          {alike && <a href={alike}>All of this name</a>}
        </>
      }
    >
      <Facts facts={buildFacts(answer)} />
      <div class="detail-columns">
        <RiskParts risk={answer.risk} />
        <History history={answer.history} />
      </div>
      <Records answer={answer} map="finding" />
    </DetailPanel>
  );
}

/** One finding: what is known of it, how it came to stand where it stands, and the vendor's record beside ours. */
export function FindingDetailPanel({ id }: { readonly id: string }) {
  const { state, reload } = useResource(id, () => inventory.finding(id));
  if (state.value.kind === 'loading') return <Loading what="Reading the finding" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  return <FindingContent answer={state.value.value} />;
}
