import { useState } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import { SettingField } from './setting-field.tsx';
import type { Setting, SettingValue } from './settings.ts';

interface SecretFieldProps {
  readonly setting: Setting;
  readonly value: SettingValue | undefined;
  readonly problem?: string | undefined;
  /** When it was stored; undefined when it was not, or cannot be used any longer. */
  readonly storedAt: number | undefined;
  /** It is stored for another host. */
  readonly asksAgain: boolean;
  readonly onValue: (value: string) => void;
  readonly onLeave?: () => void;
}

/** A secret: written, never read. One that is stored says so, and can be replaced. */
export function SecretField({ setting, value, problem, storedAt, asksAgain, onValue, onLeave }: SecretFieldProps) {
  const [replaces, setReplaces] = useState(false);
  const isStored = storedAt !== undefined && !asksAgain;
  const keep = () => {
    setReplaces(false);
    onValue('');
  };
  if (isStored && !replaces && value === undefined)
    return (
      <div class="secret-stored">
        <Icon name="check" />
        <div>
          <b>{setting.title}</b>
          <p class="form-help">
            stored <Timestamp at={storedAt} />; it is never shown again
          </p>
        </div>
        <Button label={`Replace ${setting.title}`} onClick={() => setReplaces(true)}>
          Replace
        </Button>
      </div>
    );
  return (
    <div class="secret-typed">
      <SettingField
        setting={setting}
        value={value}
        problem={problem}
        onValue={(next) => onValue(String(next ?? ''))}
        {...(onLeave ? { onLeave } : {})}
      />
      {isStored && (
        <Button kind="quiet" onClick={keep}>
          Keep the stored one
        </Button>
      )}
      {asksAgain && storedAt !== undefined && (
        <p class="form-problem">
          The address was changed: what is stored was for the other one, so it is asked for again.
        </p>
      )}
    </div>
  );
}
