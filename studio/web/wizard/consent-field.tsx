import { useState } from 'preact/hooks';
import { connections } from '../api/platform.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { AuthorizeDialog } from '../connection/authorize-dialog.tsx';
import type { Wizard } from './model.ts';
import { mergeSecrets } from './request.ts';
import type { Setting } from './settings.ts';

interface ConsentFieldProps {
  readonly wizard: Wizard;
  readonly setting: Setting;
  readonly problem?: string | undefined;
}

/** Field for a secret that a person's consent fills in. Its value is a placeholder; the token stays on the server. */
export function ConsentField({ wizard, setting, problem }: ConsentFieldProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { id } = wizard.connector.connector;
  const isGiven = wizard.secrets.value[setting.name] !== undefined;
  return (
    <div class="secret-stored">
      {isGiven && <Icon name="check" />}
      <div>
        <b>{setting.title}</b>
        <p class="form-help">{isGiven ? 'authorized' : 'The vendor asks you to allow the access.'}</p>
        {problem && !isGiven && <p class="form-problem">{problem}</p>}
      </div>
      <Button onClick={() => setIsOpen(true)}>{isGiven ? 'Authorize again' : 'Authorize'}</Button>
      {isOpen && (
        <AuthorizeDialog
          title="Authorize the access"
          start={() => connections.consent({ connector: id, settings: mergeSecrets(wizard) })}
          onAuthorized={({ setting: name, value }) => {
            if (name !== undefined && value !== undefined) wizard.setSecret(name, value);
            setIsOpen(false);
          }}
          onClose={() => setIsOpen(false)}
        />
      )}
    </div>
  );
}
