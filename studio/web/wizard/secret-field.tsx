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
  /** Time when it was stored; undefined when it is not stored. */
  readonly storedAt: number | undefined;
  /** The stored value belongs to another host. */
  readonly asksAgain: boolean;
  readonly onValue: (value: string) => void;
  readonly onLeave?: () => void;
}

/** Field for a secret, which is never displayed. A stored secret can be replaced. */
export function SecretField({ setting, value, problem, storedAt, asksAgain, onValue, onLeave }: SecretFieldProps) {
  const [isReplacing, setIsReplacing] = useState(false);
  const isStored = storedAt !== undefined && !asksAgain;
  const keep = () => {
    setIsReplacing(false);
    onValue('');
  };
  if (isStored && !isReplacing && value === undefined)
    return (
      <div class="secret-stored">
        <Icon name="check" />
        <div>
          <b>{setting.title}</b>
          <p class="form-help">
            stored <Timestamp at={storedAt} />, never shown again
          </p>
        </div>
        <Button label={`Replace ${setting.title}`} onClick={() => setIsReplacing(true)}>
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
          Keep stored value
        </Button>
      )}
      {asksAgain && storedAt !== undefined && (
        <p class="form-problem">The host changed, and the stored value belongs to the previous one. Enter it again.</p>
      )}
    </div>
  );
}
