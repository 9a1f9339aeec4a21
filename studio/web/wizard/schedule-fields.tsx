import { signal } from '@preact/signals';
import { useEffect, useId, useMemo } from 'preact/hooks';
import { toErrorBody } from '../api/client.ts';
import { setPendingTimeout } from '../api/pending.ts';
import { connections } from '../api/platform.ts';
import type { Schedule, ScheduleResponse } from '../api/types.generated.ts';
import { Checkbox, Field, OptionInput, TextInput } from '../components/field.tsx';
import { toSentence } from '../components/message.tsx';
import { Panel } from '../components/panel.tsx';
import type { Wizard } from './model.ts';
import { proposeCron } from './proposals.ts';
import { convertSchedule, KINDS, UNITS } from './schedule.ts';
import { Slots } from './slots.tsx';
import { listZones, spellZone } from './zones.ts';

interface PartProps {
  readonly schedule: Schedule;
  readonly onChange: (schedule: Schedule) => void;
  readonly problemAt: (path: string) => string | undefined;
}

interface TimeProps extends PartProps {
  readonly label: string;
  readonly name: 'at' | 'start' | 'end';
  readonly required?: boolean;
}

function TimeField({ schedule, onChange, problemAt, label, name, required = false }: TimeProps) {
  const value = (schedule as { readonly [N in TimeProps['name']]?: string })[name] ?? '';
  const write = (text: string) => {
    const { [name]: _, ...rest } = schedule as Schedule & { readonly [N in TimeProps['name']]?: string };
    onChange((text === '' && !required ? rest : { ...rest, [name]: text }) as Schedule);
  };
  return (
    <Field label={label} required={required} problem={problemAt(`/${name}`)}>
      {(control) => (
        <TextInput
          control={control}
          type="datetime-local"
          value={value.length === 10 ? `${value}T00:00` : value.slice(0, 16)}
          onInput={write}
        />
      )}
    </Field>
  );
}

const Every = (props: PartProps) => {
  const { schedule, onChange, problemAt } = props;
  if (schedule.type !== 'interval') return null;
  return (
    <>
      <div class="form-row">
        <Field label="Every" required problem={problemAt('/every')}>
          {(control) => (
            <TextInput
              control={control}
              type="number"
              value={String(schedule.every || '')}
              onInput={(text) => onChange({ ...schedule, every: Number(text) })}
            />
          )}
        </Field>
        <Field label="Unit">
          {(control) => (
            <OptionInput
              control={control}
              value={schedule.unit}
              options={UNITS.map((unit) => ({ value: unit, title: unit }))}
              onInput={(unit) => onChange({ ...schedule, unit: unit as typeof schedule.unit })}
            />
          )}
        </Field>
      </div>
      <div class="form-row">
        <TimeField {...props} label="Start" name="start" required />
        <TimeField {...props} label="End" name="end" />
      </div>
    </>
  );
};

const Cron = (props: PartProps) => {
  const { schedule, onChange, problemAt } = props;
  if (schedule.type !== 'cron') return null;
  const problem = problemAt('/cron');
  const valid = proposeCron(schedule.cron);
  return (
    <>
      <Field
        label="Cron expression"
        required
        problem={problem}
        proposal={
          problem === undefined ? undefined : { value: valid, use: () => onChange({ ...schedule, cron: valid }) }
        }
        help="Minute, hour, day of month, month, day of week. Example: 30 2 * * MON-FRI runs at 02:30 on weekdays."
      >
        {(control) => (
          <TextInput control={control} value={schedule.cron} onInput={(cron) => onChange({ ...schedule, cron })} />
        )}
      </Field>
      <div class="form-row">
        <TimeField {...props} label="Start" name="start" />
        <TimeField {...props} label="End" name="end" />
      </div>
    </>
  );
};

function Zone({ schedule, onChange, problemAt }: PartProps) {
  const listId = useId();
  const zones = useMemo(listZones, []);
  return (
    <Field
      label="Time zone"
      required
      problem={problemAt('/zone')}
      help="Search by city, or by offset such as GMT+05:30. All times are local times of this zone and follow its daylight saving time."
    >
      {(control) => (
        <>
          <TextInput
            control={control}
            list={listId}
            value={schedule.zone}
            onInput={(zone) => onChange({ ...schedule, zone: spellZone(zone, zones) })}
          />
          <datalist id={listId}>
            {zones.map(({ zone, title }) => (
              <option key={zone} value={zone}>
                {title}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

const EMPTY: ScheduleResponse = { issues: [], text: '', slots: [] };
const READ_MS = 150;

/** Returns the description and next slots of a schedule as a signal, or its issues when it is invalid. */
export function useSlots(schedule: Schedule | null) {
  const response = useMemo(() => signal(EMPTY), []);
  const text = JSON.stringify(schedule);
  useEffect(() => {
    let isOutdated = false;
    const failed = (thrown: unknown) => ({ ...EMPTY, issues: [{ path: '', ...toErrorBody(thrown) }] });
    const read = async () => {
      const next = schedule ? await connections.slots({ schedule: { ...schedule }, count: 5 }).catch(failed) : EMPTY;
      if (!isOutdated) response.value = next;
    };
    const cancel = setPendingTimeout(() => void read(), READ_MS);
    return () => {
      isOutdated = true;
      cancel();
    };
  }, [text]);
  return response;
}

/** Form for the schedule: manual, once, interval or cron, with the next runs. */
export function ScheduleFields({ wizard }: { readonly wizard: Wizard }) {
  const { schedule, manualOnly, active } = wizard.draft.value;
  const response = useSlots(schedule);
  const problemAt = (path: string) => {
    const issue = response.value.issues.find((one) => one.path === path);
    return issue && `${toSentence(issue.message)} ${issue.fix}`;
  };
  const change = (next: Schedule | null) => wizard.change({ schedule: next });
  const kind = schedule?.type ?? 'none';
  const part = schedule && { schedule, onChange: change, problemAt };
  return (
    <Panel title="Schedule" note={response.value.text}>
      <div class="form">
        <fieldset class="kinds">
          <legend class="visually-hidden">Frequency</legend>
          {KINDS.map(({ id, title, note }) => (
            <label key={id} class={`kind ${kind === id ? 'kind-chosen' : ''}`}>
              <input
                type="radio"
                name="frequency"
                checked={kind === id}
                onChange={() => change(convertSchedule(id, schedule))}
              />
              <span>
                <b>{title}</b>
                <small>{note}</small>
              </span>
            </label>
          ))}
        </fieldset>
        {part?.schedule.type === 'once' && <TimeField {...part} label="Date and time" name="at" required />}
        {part && <Every {...part} />}
        {part && <Cron {...part} />}
        {part && <Zone {...part} />}
        {problemAt('') && <p class="form-problem">{problemAt('')}</p>}
        {schedule && (
          <Checkbox
            label="Manual sync only"
            help="Keeps the schedule, but runs only when started manually."
            on={manualOnly}
            onChange={(on) => wizard.change({ manualOnly: on })}
          />
        )}
        <Checkbox
          label="Active"
          help="An inactive connection never runs, neither on schedule nor manually."
          on={active}
          onChange={(on) => wizard.change({ active: on })}
        />
        {schedule && !manualOnly && active && response.value.issues.length === 0 && (
          <Slots slots={response.value.slots} zone={schedule.zone} />
        )}
      </div>
    </Panel>
  );
}
