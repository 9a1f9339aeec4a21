import { Facts } from '../components/facts.tsx';
import { Slots } from '../wizard/slots.tsx';
import { formatEditLink, type TabProps } from './tab.ts';

/** Returns whether a connection runs on its schedule, with the reason when it does not. */
function automaticRuns({ schedule, manualOnly, active, paused }: TabProps['response']['connection']): string {
  if (schedule === null) return 'disabled: no schedule';
  if (manualOnly) return 'disabled: manual only';
  if (paused !== null) return 'disabled: paused';
  return active ? 'enabled' : 'disabled: inactive';
}

/** Tab with the schedule of a connection. */
export function ScheduleTab({ response }: TabProps) {
  const { connection, nextRuns } = response;
  const { schedule, scheduleText } = connection;
  const status = automaticRuns(connection);
  return (
    <>
      <Facts
        facts={[
          ['Frequency', schedule === null ? 'manual' : scheduleText],
          ['Scheduled runs', status],
        ]}
      />
      {schedule !== null && status === 'enabled' && (
        <div class="tab-part">
          <Slots slots={nextRuns} zone={schedule.zone} />
        </div>
      )}
      <p class="tab-actions">
        <a class="button" href={formatEditLink(response, 2)}>
          Edit schedule
        </a>
      </p>
    </>
  );
}
