import type { ComponentChildren } from 'preact';
import type { FindingResponse, Risk } from '../api/types.generated.ts';
import { navigate, setQuery } from '../app/router.ts';
import { handOverSample } from '../app/sample-handoff.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { JsonText } from '../components/json-text.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import './detail.css';

type Shared = Pick<FindingResponse, 'raw' | 'run' | 'risk' | 'connector'>;

interface RecordsProps {
  readonly response: Shared & { readonly item: { readonly record: FindingResponse['item']['record'] } };
  readonly map: string;
}

function openMapping(connector: string, map: string, raw: unknown): void {
  handOverSample({ connector, map, text: JSON.stringify([raw], null, 2) });
  navigate(`/c/${encodeURIComponent(connector)}/map/${encodeURIComponent(map)}?sample=own`);
}

/** Vendor record next to the mapped record. */
export function Records({ response: { raw, connector, item }, map }: RecordsProps) {
  return (
    <div class="records">
      <section aria-label="Vendor record">
        <header>
          <h3>Vendor record</h3>
          {connector !== null && raw !== undefined && (
            <Button kind="quiet" onClick={() => openMapping(connector, map, raw)}>
              Open in mapping <Icon name="arrow" />
            </Button>
          )}
        </header>
        {raw === undefined ? (
          <p class="tab-none">Not stored.</p>
        ) : (
          <JsonText label="Vendor record as JSON" value={raw} />
        )}
      </section>
      <section aria-label="Mapped record">
        <header>
          <h3>Mapped record</h3>
        </header>
        <JsonText label="Mapped record as JSON" value={item.record} />
      </section>
    </div>
  );
}

const formatSigned = (value: number, at: number): string =>
  at === 0 ? `${value}` : value >= 0 && at > 0 ? `× ${value}` : `${value}`;

/** Risk score with its components. */
export const RiskParts = ({ risk, adds = false }: { readonly risk: Risk; readonly adds?: boolean }) => (
  <section class="risk" aria-label="Risk">
    <p class="risk-score">
      <b>{risk.score}</b> <span class="muted">risk score out of 100</span>
    </p>
    <dl>
      {risk.parts.map(({ name, of, value }, at) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="muted">{of}</dd>
          <dd class="mono">{adds && at > 0 ? `+ ${value}` : formatSigned(value, at)}</dd>
        </div>
      ))}
    </dl>
  </section>
);

/** Link to the run that last wrote a record. */
export const WritingRunPanel = ({ run }: { readonly run: Shared['run'] | undefined }) =>
  run ? (
    <a href={`/runs/${run.id}`}>
      run <Timestamp at={run.startedAt} none={run.id.slice(0, 8)} />
    </a>
  ) : (
    <span class="muted">unknown run</span>
  );

interface DetailProps {
  readonly title: string;
  readonly chips: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Panel with one record, next to the list. */
export const DetailPanel = ({ title, chips, children }: DetailProps) => (
  <article class="panel detail" aria-label="Details">
    <header class="detail-head">
      <div>
        <h2>{title}</h2>
        <p class="detail-chips">{chips}</p>
      </div>
      <Button kind="icon" label="Close details" onClick={() => setQuery({ item: '' })}>
        <Icon name="close" />
      </Button>
    </header>
    {children}
  </article>
);
