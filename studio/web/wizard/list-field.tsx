import { Button } from '../components/button.tsx';
import type { ControlProps } from '../components/field.tsx';
import { SettingField } from './setting-field.tsx';
import { type Setting, type SettingValue, typedValue } from './settings.ts';

interface ListProps {
  readonly setting: Setting;
  readonly value: SettingValue | undefined;
  readonly onValue: (value: SettingValue | undefined) => void;
}

type Row = Readonly<Record<string, SettingValue>>;

const toLines = (value: unknown): string => (Array.isArray(value) ? value.map(String).join('\n') : '');

/** Text area with one value of a list per line. */
export function LinesInput({ setting, value, onValue, control }: ListProps & { readonly control: ControlProps }) {
  const text = toLines(value);
  return (
    <textarea
      {...control}
      class="form-input"
      rows={Math.min(8, Math.max(2, text.split('\n').length))}
      value={text}
      placeholder={toLines(setting.fallback) || toLines(setting.example) || 'One value per line'}
      spellcheck={false}
      onInput={(event) => onValue(typedValue(setting, (event.target as HTMLTextAreaElement).value))}
    />
  );
}

/** Fields for each element of a list of groups. */
export function RowsField({ setting, value, onValue }: ListProps) {
  const { title, description, elements = [] } = setting;
  const rows = (Array.isArray(value) ? value : []) as readonly Row[];
  const change = (next: readonly Row[]) => onValue(next.length === 0 ? undefined : next);
  const setCell = (at: number, name: string, cell: SettingValue | undefined) =>
    change(
      rows.map((row, index) => {
        if (index !== at) return row;
        const { [name]: _, ...rest } = row;
        return cell === undefined ? rest : { ...rest, [name]: cell };
      }),
    );
  return (
    <fieldset class="setting-rows">
      <legend>{title}</legend>
      {description && <p class="form-help">{description}</p>}
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity.
        <div class="setting-row" key={at}>
          {elements.map((element) => (
            <SettingField
              key={element.name}
              setting={element}
              value={row[element.name]}
              onValue={(cell) => setCell(at, element.name, cell)}
            />
          ))}
          <Button
            kind="quiet"
            label={`Remove ${title} ${at + 1}`}
            onClick={() => change(rows.filter((_, index) => index !== at))}
          >
            Remove
          </Button>
        </div>
      ))}
      <Button label={`Add to ${title}`} onClick={() => change([...rows, {}])}>
        Add
      </Button>
    </fieldset>
  );
}
