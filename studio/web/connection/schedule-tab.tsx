import { Facts } from '../components/facts.tsx';
import { Slots } from '../wizard/slots.tsx';
import { formatEditLink, type TabProps } from './tab.ts';

/** When a connection runs. */
export function ScheduleTab({ answer }: TabProps) {
  const { connection, nextRuns } = answer;
  const { schedule, scheduleText, manualOnly, active, paused } = connection;
  const runsItself = schedule !== null && !manualOnly && active && paused === null;
  const why = manualOnly ? 'no: manual sync only' : paused ? 'no: it is paused' : active ? 'no' : 'no: it is inactive';
  return (
    <>
      <Facts
        facts={[
          ['Occurs', scheduleText],
          ['Runs by itself', runsItself ? 'yes' : why],
        ]}
      />
      {runsItself && (
        <div class="tab-part">
          <Slots slots={nextRuns} zone={schedule.zone} />
        </div>
      )}
      <p class="tab-deeds">
        <a class="button" href={formatEditLink(answer, 2)}>
          Edit the schedule
        </a>
      </p>
    </>
  );
}
