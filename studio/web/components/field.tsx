import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Button } from './button.tsx';
import './field.css';

/** Attributes that associate a control with its label, help and error. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': 'true' | undefined;
  readonly required: boolean | undefined;
}

interface FieldProps {
  readonly label: string;
  readonly help?: ComponentChildren;
  readonly problem?: string | undefined;
  /** Valid value that one click applies. */
  readonly proposal?: { readonly value: string; readonly use: () => void } | undefined;
  readonly required?: boolean;
  /** Displayed at the right of the label. */
  readonly aside?: ComponentChildren;
  readonly children: (control: ControlProps) => ComponentChildren;
}

/** Form control with label, help and error. */
export function Field({ label, help, problem, proposal, required = false, aside, children }: FieldProps) {
  const id = useId();
  const [helpId, problemId] = [`${id}-help`, `${id}-problem`];
  const described = [problem === undefined ? '' : problemId, help ? helpId : ''].filter(Boolean).join(' ');
  return (
    <div class={`form-field ${problem === undefined ? '' : 'form-field-bad'}`}>
      <div class="form-label">
        <label for={id}>
          {label} {required && <span class="form-needed">required</span>}
        </label>
        {aside}
      </div>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': problem === undefined ? undefined : 'true',
        required: required || undefined,
      })}
      {problem !== undefined && (
        <p class="form-problem" id={problemId}>
          {problem}
        </p>
      )}
      {proposal && (
        <Button onClick={proposal.use}>
          Use <code>{proposal.value}</code>
        </Button>
      )}
      {help && (
        <p class="form-help" id={helpId}>
          {help}
        </p>
      )}
    </div>
  );
}

const onTyped = (write: (text: string) => void) => (event: Event) => write((event.target as HTMLInputElement).value);

interface TextInputProps {
  readonly control: ControlProps;
  readonly value: string;
  readonly onInput: (text: string) => void;
  /** Called with the text when the user leaves the changed input, or presses Enter. */
  readonly onCommit?: (text: string) => void;
  readonly type?: 'text' | 'password' | 'number' | 'date' | 'datetime-local' | 'url';
  readonly placeholder?: string | undefined;
  readonly maxLength?: number;
  readonly list?: string | undefined;
}

/** Single-line text input without spell checking. */
export const TextInput = ({ control, value, onInput, onCommit, type = 'text', ...rest }: TextInputProps) => (
  <input
    {...control}
    {...rest}
    class="form-input"
    // Preact types the attributes by input type; those used here apply to every type.
    type={type as 'text'}
    value={value}
    spellcheck={false}
    autocomplete={type === 'password' ? 'new-password' : 'off'}
    onInput={onTyped(onInput)}
    onChange={onCommit && onTyped(onCommit)}
  />
);

interface OptionInputProps {
  readonly control: ControlProps;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly title: string }[];
  readonly onInput: (value: string) => void;
  /** Title of the empty option. */
  readonly none?: string;
}

/** Select with a label from `Field`. */
export const OptionInput = ({ control, value, options, onInput, none }: OptionInputProps) => (
  <select {...control} class="form-input" value={value} onChange={onTyped(onInput)}>
    {none !== undefined && <option value="">{none}</option>}
    {options.map((option) => (
      <option key={option.value} value={option.value}>
        {option.title}
      </option>
    ))}
  </select>
);

interface TickProps {
  readonly label: string;
  readonly help?: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

/** Checkbox with label and help. */
export function Checkbox({ label, help, on, onChange }: TickProps) {
  const id = useId();
  return (
    <div class="form-tick">
      <input
        id={id}
        type="checkbox"
        checked={on}
        aria-describedby={help ? `${id}-help` : undefined}
        onChange={(event) => onChange((event.target as HTMLInputElement).checked)}
      />
      <div>
        <label for={id}>{label}</label>
        {help && (
          <p class="form-help" id={`${id}-help`}>
            {help}
          </p>
        )}
      </div>
    </div>
  );
}
