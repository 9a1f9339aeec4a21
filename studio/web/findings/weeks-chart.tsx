import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { inventory } from '../api/inventory.ts';
import { Button } from '../components/button.tsx';
import { formatCount, formatNumber } from '../components/format-count.ts';
import { Panel } from '../components/panel.tsx';
import { formatSeverity, SEVERITIES } from '../components/severity.tsx';
import { getQuery } from '../inventory/list-query.ts';
import { useLatest } from '../inventory/use-latest.ts';
import { useMoves } from '../inventory/use-moves.ts';
import { listTicks } from './ticks.ts';
import { countSeverity, listCounts, showOlder, sumWeek, type Week } from './weeks.ts';
import { type Brush, keyEvents, order, pointerEvents } from './weeks-brush.ts';
import { WeeksTable } from './weeks-table.tsx';
import './weeks.css';

const [HEIGHT, STEP, BAR] = [100, 10, 8];

interface Piece {
  readonly severity: number;
  readonly y: number;
  readonly height: number;
}

/** Stacks the severities of a week from the bottom up, the most severe on top. */
function buildPieces(week: Week, top: number): readonly Piece[] {
  let y = HEIGHT;
  return SEVERITIES.toReversed().flatMap((severity) => {
    const height = (HEIGHT * countSeverity(week, severity)) / top;
    y -= height;
    return height === 0 ? [] : [{ severity, y, height }];
  });
}

const Column = ({ week, at, top }: { readonly week: Week; readonly at: number; readonly top: number }) => (
  <g>
    {buildPieces(week, top).map(({ severity, y, height }) => (
      <rect key={severity} class={`severity-${severity}`} x={at * STEP + 1} y={y} width={BAR} height={height} />
    ))}
  </g>
);

const formatRange = (weeks: readonly Week[], { first, last }: ReturnType<typeof order>): string =>
  first === last
    ? `Week of ${weeks[first]?.week}`
    : `${weeks[first]?.week} to ${weeks[last]?.week}, ${last - first + 1} weeks`;

/** Numbers of the week under the pointer, or of the brushed range. */
function Tooltip({ brush, weeks }: { readonly brush: Brush; readonly weeks: readonly Week[] }) {
  const range = order(brush);
  const { first, last } = range;
  const shown = weeks.slice(first, last + 1);
  const [from] = shown;
  if (!from) return null;
  const severities = SEVERITIES.map((one) => [one, shown.reduce((sum, week) => sum + countSeverity(week, one), 0)]);
  const sum: Week = { week: from.week, severities: Object.fromEntries(severities) };
  const middle = (first + last + 1) / (2 * weeks.length);
  return (
    <div class={`weeks-tip ${middle > 0.5 ? 'weeks-tip-left' : ''}`} style={{ left: `${100 * middle}%` }}>
      <b>{formatRange(weeks, range)}</b>
      {listCounts(sum).map(([severity, title, count]) => (
        <span key={severity}>
          <svg class={`severity-${severity}`} viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
            <rect width="10" height="10" rx="2.5" />
          </svg>
          {formatNumber(count)} {title}
        </span>
      ))}
      {sumWeek(sum) === 0 && <span>No findings</span>}
    </div>
  );
}

/** Weeks between two labels of the horizontal axis. */
const LABEL_EVERY = 5;

/** `hint` is the id of the text that describes the keys. */
function Plot({ weeks, hint }: { readonly weeks: readonly Week[]; readonly hint: string }) {
  const brush = useSignal<Brush | undefined>(undefined);
  const most = Math.max(...weeks.map(sumWeek), 1);
  const ticks = listTicks(most);
  const top = ticks.at(-1) ?? 1;
  const total = weeks.reduce((sum, week) => sum + sumWeek(week), 0);
  const [from, to] = [weeks[0]?.week, weeks.at(-1)?.week];
  const range = brush.value && order(brush.value);
  const said = range ?? { first: weeks.length - 1, last: weeks.length - 1 };
  const count = weeks.slice(said.first, said.last + 1).reduce((sum, week) => sum + sumWeek(week), 0);
  return (
    <div class="weeks-plot">
      <div class="weeks-ticks mono muted" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} style={{ bottom: `${(100 * tick) / top}%` }}>
            {formatNumber(tick)}
          </span>
        ))}
      </div>
      <div
        class="weeks-area"
        role="slider"
        tabIndex={0}
        aria-label={`Findings first found per week, ${from} to ${to}: ${total} in total, at most ${most} in one week`}
        aria-describedby={hint}
        aria-valuemin={1}
        aria-valuemax={weeks.length}
        aria-valuenow={(brush.value?.to ?? said.last) + 1}
        aria-valuetext={`${formatRange(weeks, said)}: ${formatCount(count, 'finding')}`}
        {...pointerEvents(brush, weeks)}
        {...keyEvents(brush, weeks)}
      >
        <svg viewBox={`0 0 ${weeks.length * STEP} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {ticks.map((tick) => (
            <path
              key={tick}
              class="weeks-grid"
              d={`M0 ${HEIGHT - (HEIGHT * tick) / top}h${weeks.length * STEP}`}
              vector-effect="non-scaling-stroke"
            />
          ))}
          {range && (
            <rect
              class="weeks-brush"
              x={range.first * STEP}
              y="0"
              width={(range.last - range.first + 1) * STEP}
              height={HEIGHT}
            />
          )}
          {weeks.map((week, at) => (
            <Column key={week.week} week={week} at={at} top={top} />
          ))}
        </svg>
        {brush.value && <Tooltip brush={brush.value} weeks={weeks} />}
      </div>
      <div class="weeks-names mono muted" aria-hidden="true">
        {weeks.map(
          ({ week }, at) =>
            at % LABEL_EVERY === 0 && (
              <span key={week} style={{ left: `${(100 * at) / weeks.length}%` }}>
                {week.slice(5)}
              </span>
            ),
        )}
      </div>
    </div>
  );
}

const Legend = () => (
  <span class="weeks-legend">
    {SEVERITIES.map((severity) => (
      <span key={severity}>
        <svg class={`severity-${severity}`} viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
          <rect width="10" height="10" rx="2.5" />
        </svg>
        {formatSeverity(severity)}
      </span>
    ))}
  </span>
);

/** Chart of findings by severity and by the week in which the vendor first found them. */
export function WeeksChart() {
  const hint = useId();
  const q = getQuery();
  const { value } = useLatest(`${q}\n${useMoves()}`, (signal) => inventory.weeks(q, signal));
  const { weeks = [], older = 0 } = value.value ?? {};
  const [first] = weeks;
  if (!first || (older === 0 && weeks.every((week) => sumWeek(week) === 0))) return null;
  return (
    <Panel title="First found per week" tools={<Legend />}>
      <figure class="weeks">
        <Plot weeks={weeks} hint={hint} />
        <figcaption class="weeks-about">
          {older > 0 && (
            <Button kind="quiet" title={`First found before ${first.week}`} onClick={() => showOlder(first)}>
              {formatNumber(older)} older
            </Button>
          )}
          <span class="muted weeks-hint" id={hint}>
            Click a week or drag over several to filter, or use the arrow keys, Shift and Enter.
          </span>
        </figcaption>
        <WeeksTable weeks={weeks} />
      </figure>
    </Panel>
  );
}
