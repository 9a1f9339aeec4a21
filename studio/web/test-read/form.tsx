import { useEffect, useState } from 'preact/hooks';
import { connections } from '../api/platform.ts';
import { useResource } from '../api/resource.ts';
import type { Connection, ReadLimits } from '../api/types.generated.ts';
import { showToast } from '../app/toasts.tsx';
import { Button } from '../components/button.tsx';
import { Field, OptionInput, TextInput } from '../components/field.tsx';
import { Icon } from '../components/icon.tsx';
import { AuthorizeDialog } from '../connection/authorize-dialog.tsx';
import { ConsentField } from '../wizard/consent-field.tsx';
import { SettingField } from '../wizard/setting-field.tsx';
import { flattenSettings } from '../wizard/settings.ts';
import type { TestReadModel } from './model.ts';

interface FormProps {
  readonly model: TestReadModel;
}

/** Limits by name, in the order of the form. */
const LIMIT_FIELDS: readonly (readonly [name: keyof ReadLimits, label: string, min: number, max: number])[] = [
  ['partitions', 'Partitions', 1, 20],
  ['pages', 'Pages each', 1, 20],
  ['items', 'Records a page', 1, 100],
  ['seconds', 'Seconds', 5, 300],
];

function Limits({ model: { limits } }: FormProps) {
  const change = (name: keyof ReadLimits, [min, max]: readonly [number, number], text: string) => {
    const value = Math.round(Number(text));
    if (text !== '' && value >= min && value <= max) limits.value = { ...limits.value, [name]: value };
  };
  return (
    <fieldset class="read-limits">
      <legend>Limits</legend>
      {LIMIT_FIELDS.map(([name, label, min, max]) => (
        <Field key={name} label={label} aside={<span class="form-needed">{`${min}–${max}`}</span>}>
          {(control) => (
            <TextInput
              control={control}
              type="number"
              value={String(limits.value[name])}
              onInput={(text) => change(name, [min, max], text)}
            />
          )}
        </Field>
      ))}
    </fieldset>
  );
}

function TypedSettings({ model: { settings, values, typed, set, input } }: FormProps) {
  const { example, connectorId, consent = [] } = input;
  const [plain, advanced] = [
    settings.value.filter((one) => !one.advanced),
    settings.value.filter((one) => one.advanced),
  ];
  const field = (setting: (typeof plain)[number]) => {
    const { name } = setting;
    const value = values.value[name];
    if (connectorId !== undefined && consent.includes(name))
      return <ConsentField key={name} {...{ setting, value }} connector={connectorId} settings={typed} onGiven={set} />;
    return <SettingField key={name} {...{ setting, value }} onValue={(given) => set(name, given)} />;
  };
  return (
    <fieldset class="read-settings">
      <legend>Settings for this read</legend>
      <p class="form-help">They stay in this page's memory until you leave it, and are not saved.</p>
      {example && (
        <Button kind="quiet" onClick={() => (values.value = flattenSettings(example))}>
          <Icon name="spark" /> Use the simulated vendor
        </Button>
      )}
      {plain.map(field)}
      {advanced.length > 0 && (
        <details class="more">
          <summary>Advanced settings ({advanced.length})</summary>
          <div class="form">{advanced.map(field)}</div>
        </details>
      )}
    </fieldset>
  );
}

/** States which custom maps of a connection apply. */
function describeMaps({ maps }: Connection): string | undefined {
  const names = Object.keys(maps);
  return names.length === 0
    ? undefined
    : `Its custom maps apply (${names.join(', ')}), except a map that you have changed in the editor.`;
}

/** Button for the consent of a saved connection, whose refresh token is missing or no longer valid. */
function ConnectionConsent({ connection: { id, name } }: { readonly connection: Connection }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div class="read-consent">
      <Button onClick={() => setIsOpen(true)}>Authorize</Button>
      {isOpen && (
        <AuthorizeDialog
          title={`Authorize ${name}`}
          start={() => connections.authorize(id)}
          onAuthorized={() => {
            showToast(`Authorized ${name}. The next read uses the new token.`);
            setIsOpen(false);
          }}
          onClose={() => setIsOpen(false)}
        />
      )}
    </div>
  );
}

function Source({ model }: FormProps) {
  const { connectorId } = model.input;
  const { state } = useResource('test-read-connections', () => connections.list());
  const all = state.value.kind === 'ready' ? state.value.value.connections : [];
  const own = all.filter(({ connector }) => connector === connectorId);
  useEffect(() => {
    if (state.value.kind !== 'loading') model.connection.value ??= own[0]?.id ?? '';
  }, [state.value]);
  const chosen = own.find(({ id }) => id === model.connection.value);
  const options = [...own.map(({ id, name }) => ({ value: id, title: name })), { value: '', title: 'Typed settings' }];
  return (
    <>
      <Field label="Settings from" help={chosen && describeMaps(chosen)}>
        {(control) => (
          <OptionInput
            control={control}
            value={model.connection.value ?? ''}
            options={options}
            onInput={(id) => (model.connection.value = id)}
          />
        )}
      </Field>
      {chosen && model.input.consent?.length ? <ConnectionConsent connection={chosen} /> : null}
    </>
  );
}

/** Choices of a test read: stream, settings and limits, with the button that starts or stops it. */
export function ReadForm({ model }: FormProps) {
  const { streams, stream, connection, state } = model;
  const isRunning = state.value.kind === 'running';
  return (
    <form
      class="read-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isRunning) void model.start();
      }}
    >
      <div class="read-choices">
        <Field label="Stream">
          {(control) => (
            <OptionInput
              control={control}
              value={stream.value}
              options={streams.value.map((name) => ({ value: name, title: name }))}
              onInput={model.choose}
            />
          )}
        </Field>
        <Source model={model} />
      </div>
      {connection.value === '' && <TypedSettings model={model} />}
      <Limits model={model} />
      <div class="read-actions">
        {isRunning ? (
          <Button onClick={model.stop}>
            <Icon name="close" /> Stop
          </Button>
        ) : (
          <Button
            kind="primary"
            disabled={stream.value === '' || connection.value === undefined}
            onClick={() => void model.start()}
          >
            <Icon name="download" /> Read
          </Button>
        )}
      </div>
    </form>
  );
}
