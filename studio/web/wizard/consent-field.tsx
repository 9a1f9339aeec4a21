import { useState } from 'preact/hooks';
import { connections } from '../api/platform.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { AuthorizeDialog } from '../connection/authorize-dialog.tsx';
import type { Setting, Values } from './settings.ts';

interface ConsentFieldProps {
  readonly connector: string;
  readonly setting: Setting;
  /** Returns the other settings, nested as in a request. */
  readonly settings: () => Record<string, unknown>;
  readonly value: Values[string] | undefined;
  readonly problem?: string | undefined;
  /** Receives the setting that the consent fills in, and its placeholder. */
  readonly onGiven: (name: string, placeholder: string) => void;
}

/** Field for a secret that a person's consent fills in. Its value is a placeholder; the token stays on the server. */
export function ConsentField({ connector, setting, settings, value, problem, onGiven }: ConsentFieldProps) {
  const [isOpen, setIsOpen] = useState(false);
  const isGiven = value !== undefined;
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
          start={() => connections.consent({ connector, settings: settings() })}
          onAuthorized={({ setting: name, value: placeholder }) => {
            if (name !== undefined && placeholder !== undefined) onGiven(name, placeholder);
            setIsOpen(false);
          }}
          onClose={() => setIsOpen(false)}
        />
      )}
    </div>
  );
}
