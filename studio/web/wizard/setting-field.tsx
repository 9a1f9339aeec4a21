import { useId } from 'preact/hooks';
import { Checkbox, type ControlProps, Field, OptionInput, TextInput } from '../components/field.tsx';
import { LinesInput, RowsField } from './list-field.tsx';
import { formatValue, type Setting, type SettingValue, typedValue } from './settings.ts';

interface SettingFieldProps {
  readonly setting: Setting;
  readonly value: SettingValue | undefined;
  readonly problem?: string | undefined;
  readonly onValue: (value: SettingValue | undefined) => void;
  readonly onLeave?: () => void;
}

const formatHint = ({ fallback, example, derived, options }: Setting): string | undefined => {
  if (options) return undefined;
  if (fallback !== undefined) return formatValue(fallback);
  if (example !== undefined) return `e.g. ${formatValue(example)}`;
  return derived ? 'derived from other settings' : undefined;
};

function buildAside({ fallback, derived, required }: Setting): string {
  if (required) return '';
  if (fallback !== undefined) return `default: ${formatValue(fallback)}`;
  return derived ? 'derived' : 'optional';
}

/** Single-line input with suggestions from the manifest. */
function LineInput({ setting, value, onValue, control }: SettingFieldProps & { readonly control: ControlProps }) {
  const listId = useId();
  const { suggestions, type, secret } = setting;
  return (
    <>
      <TextInput
        control={control}
        type={secret ? 'password' : type === 'string' ? 'text' : 'number'}
        value={value === undefined ? '' : String(value)}
        placeholder={formatHint(setting)}
        list={suggestions ? listId : undefined}
        onInput={(text) => onValue(typedValue(setting, text))}
      />
      {suggestions && (
        <datalist id={listId}>
          {suggestions.map((one) => (
            <option key={one.value} value={one.value}>
              {one.title}
            </option>
          ))}
        </datalist>
      )}
    </>
  );
}

/** Field for a setting, with the control of its type. */
export function SettingField(props: SettingFieldProps) {
  const { setting, value, problem, onValue, onLeave } = props;
  const { title, description, type, options, fallback, required, none, elements } = setting;
  if (elements) return <RowsField setting={setting} value={value} onValue={onValue} />;
  if (type === 'boolean')
    return <Checkbox label={title} help={description} on={(value ?? fallback) === true} onChange={onValue} />;
  return (
    <div onFocusOut={onLeave}>
      <Field
        label={title}
        help={description}
        problem={problem}
        required={required}
        aside={<span class="form-needed">{buildAside(setting)}</span>}
      >
        {(control) =>
          options ? (
            <OptionInput
              control={control}
              value={String(value ?? fallback ?? '')}
              options={options}
              {...(none === undefined ? {} : { none })}
              onInput={(text) => onValue(typedValue(setting, text))}
            />
          ) : type === 'array' ? (
            <LinesInput {...props} control={control} />
          ) : (
            <LineInput {...props} control={control} />
          )
        }
      </Field>
    </div>
  );
}
