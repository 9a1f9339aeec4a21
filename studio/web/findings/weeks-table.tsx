import { formatSeverity, SEVERITIES } from '../components/severity.tsx';
import { countSeverity, showWeeks, type Week } from './weeks.ts';

/** Table with the numbers of the chart, and a button for each week. */
export const WeeksTable = ({ weeks }: { readonly weeks: readonly Week[] }) => (
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
                <button type="button" class="button button-quiet" onClick={() => showWeeks(week, week)}>
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
