import { inventory } from '../api/inventory.ts';
import { useResource } from '../api/resource.ts';
import type { AssetAnswer } from '../api/types.generated.ts';
import { Chip } from '../components/chip.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { type Fact, Facts } from '../components/facts.tsx';
import { Loading } from '../components/loading.tsx';
import { When } from '../components/when.tsx';
import { Status } from '../findings/status.tsx';
import { term } from '../inventory/asked.ts';
import { DetailPanel, Records, RiskParts, WritingRun } from '../inventory/detail.tsx';
import { words } from '../wizard/words.ts';
import { nameOf, recordOf } from './record.ts';

const some = (name: string, value: string | undefined): Fact[] => (value ? [[name, value]] : []);

function factsOf({ item, run }: AssetAnswer): Fact[] {
  const record = recordOf(item);
  const { criticality, businessUnit, owners, tags } = record.assetDetail ?? {};
  return [
    ...some('Address', record.webAppUrl ?? record.repoUrl),
    ...some('Criticality', criticality),
    ...some('Business unit', businessUnit),
    ...some('Owners', owners?.join(', ')),
    ...some('Tags', tags?.join(', ')),
    ['Connection', <a href={`/connections/${encodeURIComponent(item.connectionId)}`}>{item.connection}</a>],
    ['First seen', <When at={item.firstSeenOn} exact />],
    ['Last seen', <When at={item.lastSeenOn} exact />],
    ...(item.goneOn ? [['Gone since', <When at={item.goneOn} exact />] as const] : []),
    ['Written by run', <WritingRun run={run} />],
    ...some('Vendor’s id', record.externalAssetId),
  ];
}

function FindingsOf({ answer }: { readonly answer: AssetAnswer }) {
  const { externalAssetId = '' } = recordOf(answer.item);
  const own = `${term('externalAssetId', externalAssetId)} and ${term('connection', answer.item.connection)}`;
  const link = (status?: string) =>
    `/findings?q=${encodeURIComponent(status === undefined ? own : `${own} and status:${status}`)}`;
  const counts = Object.entries(answer.findings);
  return (
    <section class="history" aria-label="Findings">
      <h3>
        <a href={link()}>Findings of this asset</a>
      </h3>
      {counts.length === 0 && <p class="muted">none</p>}
      <p class="detail-chips">
        {counts.map(([status, count]) => (
          <a key={status} class="status-link" href={link(status)}>
            <Status status={status} /> {count}
          </a>
        ))}
      </p>
      {answer.alsoListedBy.length > 0 && (
        <>
          <h3>Also listed by</h3>
          <ul>
            {answer.alsoListedBy.map(({ id, connection, assetType }) => (
              <li key={id}>
                <a href={`/assets?item=${id}`}>{connection}</a> <span class="muted">{words(assetType)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Shown({ answer }: { readonly answer: AssetAnswer }) {
  const record = recordOf(answer.item);
  return (
    <DetailPanel
      title={nameOf(record)}
      chips={
        <>
          {record.assetType && <Chip tone="accent">{words(record.assetType)}</Chip>}
          {record.source && <span class="muted">{record.source}</span>}
          {answer.item.goneOn && <Chip tone="warn">gone</Chip>}
        </>
      }
    >
      <Facts facts={factsOf(answer)} />
      <div class="detail-columns">
        <RiskParts risk={answer.risk} adds />
        <FindingsOf answer={answer} />
      </div>
      <Records answer={answer} map="asset" />
    </DetailPanel>
  );
}

/** One asset: what is known of it, its findings, and the vendor's record beside ours. */
export function AssetDetail({ id }: { readonly id: string }) {
  const { state, reload } = useResource(id, () => inventory.asset(id));
  if (state.value.kind === 'loading') return <Loading what="Reading the asset" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  return <Shown answer={state.value.value} />;
}
