import type { ComponentChildren } from 'preact';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { CodeText } from '../components/code-text.tsx';
import { copyText } from '../components/copy.ts';
import { type Fact, Facts } from '../components/facts.tsx';
import { Panel } from '../components/panel.tsx';
import { splitWords } from '../components/words.ts';
import { formatCommand } from './command-line.ts';
import { goToStep, type Wizard } from './model.ts';
import { useSlots } from './schedule-fields.tsx';
import { formatValue } from './settings.ts';
import { Slots } from './slots.tsx';

interface StepProps {
  readonly wizard: Wizard;
}

interface PartProps {
  readonly title: string;
  readonly step: number;
  readonly children: ComponentChildren;
}

const Part = ({ title, step, children }: PartProps) => (
  <Panel
    title={title}
    tools={
      <Button kind="quiet" label={`Edit ${title}`} onClick={() => goToStep(step)}>
        Edit
      </Button>
    }
  >
    {children}
  </Panel>
);

function buildSettingFacts({ settings, draft, secrets, editing }: Wizard): Fact[] {
  return settings.flatMap((setting): Fact[] => {
    const { name, title, secret, fallback, options } = setting;
    if (secret) {
      const status = secrets.value[name] !== undefined ? 'entered' : editing?.secrets[name] ? 'stored' : 'not set';
      return [[title, <span class="muted">{status}</span>]];
    }
    const value = draft.value.settings[name] ?? fallback;
    if (value === undefined) return [];
    return [[title, options?.find((one) => one.value === String(value))?.title ?? formatValue(value)]];
  });
}

const Types = ({
  all,
  chosen,
}: {
  readonly all: readonly string[];
  readonly chosen: readonly string[] | undefined;
}) => (
  <span class="chips">
    {(chosen ?? all).map((type) => (
      <Chip key={type} tone="accent">
        {splitWords(type)}
      </Chip>
    ))}
    {chosen?.length === 0 && 'none'}
  </span>
);

function buildScopeFacts({ connector, draft }: Wizard): Fact[] {
  const { select, filters, maps, preserveAbsent } = draft.value;
  return [
    ['Asset types', <Types all={connector.connector.assetTypes} chosen={select.assetTypes} />],
    ['Finding types', <Types all={connector.connector.findingTypes} chosen={select.findingTypes} />],
    ...Object.entries(filters).map(([stream, text]): Fact => [`Filter: ${stream}`, <code>{text}</code>]),
    ['Transform maps', Object.keys(maps).length === 0 ? 'default' : `custom for ${Object.keys(maps).join(', ')}`],
    ['Closed findings', preserveAbsent ? 'keep their status' : 'set to FIXED'],
  ];
}

function Schedule({ wizard }: StepProps) {
  const { schedule, manualOnly, active } = wizard.draft.value;
  const response = useSlots(schedule);
  const isEnabled = schedule && !manualOnly && active;
  return (
    <Part title="Schedule" step={2}>
      <Facts
        facts={[
          ['Frequency', schedule ? response.value.text : 'manual'],
          ['Scheduled runs', isEnabled ? 'enabled' : `disabled${manualOnly ? ': manual only' : ''}`],
          ['Status', active ? 'active' : 'inactive'],
        ]}
      />
      {isEnabled && (
        <div class="form">
          <Slots slots={response.value.slots} zone={schedule.zone} />
        </div>
      )}
    </Part>
  );
}

/** Step 3: summary before saving. */
export function ReviewStep({ wizard }: StepProps) {
  const { name, description } = wizard.draft.value;
  const command = formatCommand(wizard);
  return (
    <div class="wizard-columns">
      <div class="wizard-column">
        <Part title="Profile & connection" step={1}>
          <Facts facts={[['Name', name], ['Description', description || '—'], ...buildSettingFacts(wizard)]} />
        </Part>
        <Part title="Data to sync" step={2}>
          <Facts facts={buildScopeFacts(wizard)} />
        </Part>
      </div>
      <div class="wizard-column">
        <Schedule wizard={wizard} />
        <Panel
          title="CLI command"
          note="reads secrets from the environment"
          tools={
            <Button kind="quiet" onClick={() => void copyText(command, 'the command')}>
              Copy as CLI
            </Button>
          }
        >
          <CodeText label="CLI command">{command}</CodeText>
        </Panel>
      </div>
    </div>
  );
}
