import { useState } from 'preact/hooks';
import { api, toErrorBody } from '../api/client.ts';
import { connections } from '../api/platform.ts';
import { useResource } from '../api/resource.ts';
import type { Connection, ErrorBody } from '../api/types.generated.ts';
import { showToast } from '../app/toasts.tsx';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Checkbox } from '../components/field.tsx';
import { Loading } from '../components/loading.tsx';
import { SettingField } from '../wizard/setting-field.tsx';
import { flattenSettings, listSettings, type Setting } from '../wizard/settings.ts';

interface RotateProps {
  readonly connection: Connection;
  readonly onClose: () => void;
  readonly reload: () => void;
}

type Entered = Readonly<Record<string, string>>;

const pickNames = (values: Entered, fields: readonly Setting[]): Entered =>
  Object.fromEntries(fields.flatMap(({ name }) => (values[name] ? [[name, values[name]]] : [])));

function Form({ connection, onClose, reload, fields }: RotateProps & { readonly fields: readonly Setting[] }) {
  const plain = fields.filter(({ secret }) => !secret);
  const saved = flattenSettings(connection.settings);
  const [values, setValues] = useState<Entered>(
    Object.fromEntries(plain.map(({ name }) => [name, String(saved[name] ?? '')])),
  );
  const [force, setForce] = useState(false);
  const [error, setError] = useState<ErrorBody | undefined>(undefined);
  const [isGoing, setIsGoing] = useState(false);
  const secrets = pickNames(
    values,
    fields.filter(({ secret }) => secret),
  );
  const rotate = async () => {
    setIsGoing(true);
    try {
      await connections.rotate(connection.id, {
        secrets,
        settings: pickNames(values, plain),
        revision: connection.revision,
        force,
      });
      showToast('Stored the new key. The next run uses it; a run in progress keeps the old key.');
      onClose();
      reload();
    } catch (thrown) {
      setError(toErrorBody(thrown));
      setIsGoing(false);
    }
  };
  return (
    <>
      <div class="dialog-body">
        <p>
          Create a new key at the vendor and enter it here. Secrets are stored encrypted and never shown again.
          {plain.length > 0 && ` Replace ${plain.map(({ title }) => title).join(', ')} if the vendor issued a new one.`}
        </p>
        {fields.map((setting) => (
          <SettingField
            key={setting.name}
            setting={{ ...setting, required: false }}
            value={values[setting.name]}
            onValue={(value) => setValues({ ...values, [setting.name]: String(value ?? '') })}
          />
        ))}
        <Checkbox
          label="Store without testing"
          help="To test the new key first, use Edit instead. The audit log records that the key was not tested."
          on={force}
          onChange={setForce}
        />
        {error && <ErrorPanel error={error} />}
      </div>
      <footer class="dialog-foot">
        <a class="button" href={`/connections/${encodeURIComponent(connection.id)}/edit`}>
          Edit and test instead
        </a>
        <span class="grow" />
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="primary" disabled={isGoing || Object.keys(secrets).length === 0} onClick={() => void rotate()}>
          Rotate
        </Button>
      </footer>
    </>
  );
}

/** Dialog that replaces the stored secrets of a connection, and the settings that change with them. */
export function RotateDialog(props: RotateProps) {
  const { connection, onClose } = props;
  const { state } = useResource(connection.connector, () => api.connector(connection.connector));
  return (
    <Dialog title={`Rotate the key of ${connection.name}`} onClose={onClose}>
      {state.value.kind === 'loading' && <Loading />}
      {state.value.kind === 'failed' && <ErrorPanel error={state.value.error} />}
      {state.value.kind === 'ready' && (
        <Form
          {...props}
          fields={listSettings(state.value.value.settings, flattenSettings(connection.settings)).filter(
            ({ secret, credential }) => secret || credential,
          )}
        />
      )}
    </Dialog>
  );
}
