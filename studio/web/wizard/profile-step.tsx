import { Button } from '../components/button.tsx';
import { Field, TextInput } from '../components/field.tsx';
import { Icon } from '../components/icon.tsx';
import { Panel } from '../components/panel.tsx';
import { ChecksPanel } from './checks-panel.tsx';
import { ConsentField } from './consent-field.tsx';
import { fillExample, MOST_DESCRIPTION, type Wizard } from './model.ts';
import { proposeName } from './proposals.ts';
import { mergeSecrets } from './request.ts';
import { SecretField } from './secret-field.tsx';
import { SettingField } from './setting-field.tsx';
import type { Setting } from './settings.ts';

interface StepProps {
  readonly wizard: Wizard;
}

const markTouched =
  ({ touched }: Wizard, name: string) =>
  () => {
    if (touched.value !== 'all') touched.value = new Set([...touched.value, name]);
  };

const visibleProblem = ({ problems, touched }: Wizard, name: string): string | undefined =>
  touched.value === 'all' || touched.value.has(name) ? problems.value[name] : undefined;

function Profile({ wizard }: StepProps) {
  const { name, description } = wizard.draft.value;
  const taken = wizard.takenNames.value;
  const isTaken = taken.includes(name.trim());
  const free = isTaken ? proposeName(name, taken) : '';
  return (
    <Panel title="Profile">
      <div class="form">
        <div onFocusOut={markTouched(wizard, 'name')}>
          <Field
            label="Name"
            required
            problem={isTaken ? wizard.problems.value['name'] : visibleProblem(wizard, 'name')}
            proposal={isTaken ? { value: free, use: () => wizard.change({ name: free }) } : undefined}
          >
            {(control) => (
              <TextInput
                control={control}
                value={name}
                maxLength={100}
                onInput={(text) => wizard.change({ name: text })}
              />
            )}
          </Field>
        </div>
        <Field
          label="Description"
          help="Purpose of this connection."
          problem={wizard.problems.value['description']}
          aside={
            <span class="form-needed">
              {[...description].length}/{MOST_DESCRIPTION}
            </span>
          }
        >
          {(control) => (
            <textarea
              {...control}
              class="form-input"
              rows={2}
              value={description}
              onInput={(event) => wizard.change({ description: (event.target as HTMLTextAreaElement).value })}
            />
          )}
        </Field>
      </div>
    </Panel>
  );
}

function OneField({ wizard, setting }: StepProps & { readonly setting: Setting }) {
  const { draft, secrets, editing, asksAgain, set, setSecret } = wizard;
  const { name } = setting;
  const rest = { setting, problem: visibleProblem(wizard, name), onLeave: markTouched(wizard, name) };
  if (!setting.secret)
    return <SettingField {...rest} value={draft.value.settings[name]} onValue={(value) => set(name, value)} />;
  if (!editing && wizard.connector.consent.includes(name))
    return (
      <ConsentField
        connector={wizard.connector.connector.id}
        setting={setting}
        settings={() => mergeSecrets(wizard)}
        value={secrets.value[name]}
        problem={rest.problem}
        onGiven={setSecret}
      />
    );
  return (
    <SecretField
      {...rest}
      value={secrets.value[name]}
      storedAt={editing?.secrets[name]?.at}
      asksAgain={asksAgain.value}
      onValue={(value) => setSecret(name, value)}
    />
  );
}

function Settings({ wizard }: StepProps) {
  const [plain, advanced] = [
    wizard.settings.filter((setting) => !setting.advanced),
    wizard.settings.filter((setting) => setting.advanced),
  ];
  const isOpen = advanced.some(({ name }) => wizard.draft.value.settings[name] !== undefined);
  return (
    <Panel
      title="Connection"
      tools={
        wizard.connector.example && (
          <Button kind="quiet" onClick={() => fillExample(wizard)}>
            <Icon name="spark" /> Use the simulated vendor
          </Button>
        )
      }
    >
      <div class="form">
        {plain.map((setting) => (
          <OneField key={setting.name} wizard={wizard} setting={setting} />
        ))}
        {advanced.length > 0 && (
          <details class="more" open={isOpen}>
            <summary>Advanced settings ({advanced.length})</summary>
            <div class="form">
              {advanced.map((setting) => (
                <OneField key={setting.name} wizard={wizard} setting={setting} />
              ))}
            </div>
          </details>
        )}
      </div>
    </Panel>
  );
}

/** Step 1: profile, settings and connection test. */
export const ProfileStep = ({ wizard }: StepProps) => (
  <div class="wizard-columns">
    <div class="wizard-column">
      <Profile wizard={wizard} />
      <Settings wizard={wizard} />
    </div>
    <ChecksPanel wizard={wizard} />
  </div>
);
