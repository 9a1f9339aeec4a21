import type { ComponentChildren } from 'preact';
import type { FindingAnswer, Risk } from '../api/types.generated.ts';
import { navigate, setQuery } from '../app/router.ts';
import { handOverSample } from '../app/sample-handoff.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { JsonText } from '../components/json-text.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import './detail.css';

type Shared = Pick<FindingAnswer, 'raw' | 'run' | 'risk' | 'connector'>;

interface RecordsProps {
  readonly answer: Shared & { readonly item: { readonly record: FindingAnswer['item']['record'] } };
  readonly map: string;
}

function openMapping(connector: string, map: string, raw: unknown): void {
  handOverSample({ connector, map, text: JSON.stringify([raw], null, 2) });
  navigate(`/c/${encodeURIComponent(connector)}/map/${encodeURIComponent(map)}?sample=own`);
}

/** What the vendor said beside what was made of it. */
export function Records({ answer: { raw, connector, item }, map }: RecordsProps) {
  return (
    <div class="records">
      <section aria-label="The vendor's record">
        <header>
          <h3>The vendor’s record</h3>
          {connector !== null && raw !== undefined && (
            <Button kind="quiet" onClick={() => openMapping(connector, map, raw)}>
              Open in mapping <Icon name="arrow" />
            </Button>
          )}
        </header>
        {raw === undefined ? (
          <p class="tab-none">It was not kept.</p>
        ) : (
          <JsonText label="The vendor's record, as JSON" value={raw} />
        )}
      </section>
      <section aria-label="The mapped record">
        <header>
          <h3>The mapped record</h3>
        </header>
        <JsonText label="The mapped record, as JSON" value={item.record} />
      </section>
    </div>
  );
}

const formatSigned = (value: number, at: number): string =>
  at === 0 ? `${value}` : value >= 0 && at > 0 ? `× ${value}` : `${value}`;

/** A score with what it was made of. */
export const RiskParts = ({ risk, adds = false }: { readonly risk: Risk; readonly adds?: boolean }) => (
  <section class="risk" aria-label="Risk">
    <p class="risk-score">
      <b>{risk.score}</b> <span class="muted">risk of 100</span>
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

/** The run that wrote a record last. */
export const WritingRunPanel = ({ run }: { readonly run: Shared['run'] | undefined }) =>
  run ? (
    <a href={`/runs/${run.id}`}>
      <Timestamp at={run.startedAt} none={run.id.slice(0, 8)} />
    </a>
  ) : (
    <span class="muted">no longer known</span>
  );

interface DetailProps {
  readonly title: string;
  readonly chips: ComponentChildren;
  readonly children: ComponentChildren;
}

/** One record in full, beside the list. */
export const DetailPanel = ({ title, chips, children }: DetailProps) => (
  <article class="panel detail" aria-label="Detail">
    <header class="detail-head">
      <div>
        <h2>{title}</h2>
        <p class="detail-chips">{chips}</p>
      </div>
      <Button kind="icon" label="Close the detail" onClick={() => setQuery({ item: '' })}>
        <Icon name="close" />
      </Button>
    </header>
    {children}
  </article>
);
