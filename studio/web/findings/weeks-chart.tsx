import { inventory } from '../api/inventory.ts';
import type { WeeksResponse } from '../api/types.generated.ts';
import { Panel } from '../components/panel.tsx';
import { formatSeverity, SEVERITIES } from '../components/severity.tsx';
import { getQuery, narrowQuery, setListQuery } from '../inventory/list-query.ts';
import { useLatest } from '../inventory/use-latest.ts';
import { useMoves } from '../inventory/use-moves.ts';
import './weeks.css';

type Week = WeeksResponse['weeks'][number];

const [HEIGHT, STEP, BAR] = [100, 10, 8];

const countSeverity = ({ severities }: Week, severity: number): number => severities[String(severity)] ?? 0;

const sumWeek = (week: Week): number => SEVERITIES.reduce((sum, severity) => sum + countSeverity(week, severity), 0);

interface Piece {
  readonly severity: number;
  readonly y: number;
  readonly height: number;
}

/** Stacks the severities of a week from the bottom up, the most severe on top. */
function buildPieces(week: Week, most: number): readonly Piece[] {
  let y = HEIGHT;
  return SEVERITIES.toReversed().flatMap((severity) => {
    const height = (HEIGHT * countSeverity(week, severity)) / most;
    y -= height;
    return height === 0 ? [] : [{ severity, y, height }];
  });
}

const DAY = 86_400_000;

const weekEnd = (monday: string): string => new Date(Date.parse(monday) + 6 * DAY).toISOString().slice(0, 10);

const showWeek = ({ week }: Week): void =>
  setListQuery(narrowQuery(getQuery(), `firstFoundOn:[${week} .. ${weekEnd(week)}]`));

const describeWeek = (week: Week): string =>
  `week of ${week.week}: ${SEVERITIES.map((severity) => `${countSeverity(week, severity)} ${formatSeverity(severity)}`).join(', ')}`;

const Column = ({ week, at, most }: { readonly week: Week; readonly at: number; readonly most: number }) => (
  // biome-ignore lint/a11y/noStaticElementInteractions: pointer shortcut; the table below has a button for it
  <g class="week" onClick={() => showWeek(week)}>
    <title>{describeWeek(week)}</title>
    <rect class="week-all" x={at * STEP} y="0" width={STEP} height={HEIGHT} />
    {buildPieces(week, most).map(({ severity, y, height }) => (
      <rect key={severity} class={`severity-${severity}`} x={at * STEP + 1} y={y} width={BAR} height={height} />
    ))}
  </g>
);

const AsTable = ({ weeks }: { readonly weeks: readonly Week[] }) => (
  <details class="weeks-table">
    <summary>Show as table</summary>
    <div class="table-frame">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Week of</th>
            {SEVERITIES.map((severity) => (
              <th key={severity} scope="col">
                {formatSeverity(severity)}
              </th>
            ))}
            <th scope="col">View</th>
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.week}>
              <th scope="row">{week.week}</th>
              {SEVERITIES.map((severity) => (
                <td key={severity}>{countSeverity(week, severity)}</td>
              ))}
              <td>
                <button type="button" class="button button-quiet" onClick={() => showWeek(week)}>
                  Show findings
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);

/** Weeks between two labels of the horizontal axis. */
const LABEL_EVERY = 4;

function Chart({ weeks }: { readonly weeks: readonly Week[] }) {
  const most = Math.max(...weeks.map(sumWeek), 1);
  const total = weeks.reduce((sum, week) => sum + sumWeek(week), 0);
  const [first, last] = [weeks[0]?.week, weeks.at(-1)?.week];
  return (
    <figure class="weeks">
      <span class="weeks-most mono muted" aria-hidden="true">
        {most}
      </span>
      <svg
        viewBox={`0 0 ${weeks.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Findings first found per week, ${first} to ${last}: ${total} in total, at most ${most} in one week`}
      >
        {weeks.map((week, at) => (
          <Column key={week.week} week={week} at={at} most={most} />
        ))}
      </svg>
      <div class="weeks-names mono muted" aria-hidden="true">
        {weeks
          .filter((_, at) => at % LABEL_EVERY === 0)
          .map(({ week }) => (
            <span key={week}>{week.slice(5)}</span>
          ))}
      </div>
      <AsTable weeks={weeks} />
    </figure>
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
  const q = getQuery();
  const { value } = useLatest(`${q}\n${useMoves()}`, (signal) => inventory.weeks(q, signal));
  const weeks = value.value?.weeks ?? [];
  if (weeks.every((week) => sumWeek(week) === 0)) return null;
  return (
    <Panel title="First found per week" tools={<Legend />}>
      <Chart weeks={weeks} />
    </Panel>
  );
}
