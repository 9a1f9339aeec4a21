import { type ControlProps, OptionInput, TextInput } from '../../components/field.tsx';
import { type Content, isContent } from '../manifest-content.ts';
import { listNames } from '../model.ts';
import { pointToSection } from '../renames.ts';
import { type FormPart, readPart, writePart } from './form-context.ts';
import { type ControlKind, listChoices } from './schema-view.ts';

interface ChoiceProps {
  readonly control: ControlProps;
  readonly value: string;
  readonly choices: readonly string[];
  readonly isRequired: boolean;
  readonly onChange: (value: string) => void;
}

/** Select of texts. A value that is no choice stays selected. */
export function ChoiceInput({ control, value, choices, isRequired, onChange }: ChoiceProps) {
  const all = value === '' || choices.includes(value) ? choices : [...choices, value];
  const none = isRequired ? 'Choose…' : 'default';
  return (
    <OptionInput
      control={control}
      value={value}
      options={all.map((one) => ({ value: one, title: one }))}
      onInput={onChange}
      {...(isRequired && value !== '' ? {} : { none })}
    />
  );
}

/** Sections of the entries that a string can name, by the schema's `x-name`, with names that need no entry. */
const NAMED = {
  setting: ['settings', []],
  auth: ['auths', ['default', 'none']],
  stream: ['streams', []],
  enum: ['enums', []],
  entity: ['entities', ['asset', 'finding']],
} as const;

const isNamed = (kind: unknown): kind is keyof typeof NAMED => typeof kind === 'string' && Object.hasOwn(NAMED, kind);

/** Returns the names that a string can be, if it is the name of an entry. */
function listEntryNames({ model }: FormPart, schema: Content): readonly string[] | undefined {
  const kind = schema['x-name'];
  if (!isNamed(kind)) return undefined;
  const [section, others] = NAMED[kind];
  return [...others, ...listNames(model.content.value, pointToSection(section))];
}

/** Removes an optional value that was cleared, and keeps a required one as it is. */
const orRemove = (text: string, isRequired: boolean): string | undefined =>
  text === '' && !isRequired ? undefined : text;

const splitTexts = (text: string): string[] => text.split(/,\s*/).filter((one) => one !== '');

/** Converts the texts of a list: elements that are numbers by their schema, or by the list's other elements, are numbers. */
function toElements(text: string, schema: Content, before: unknown): readonly (string | number)[] {
  const items = isContent(schema['items']) ? schema['items'] : {};
  const isNumeric = items['type'] === 'integer' || (Array.isArray(before) && typeof before[0] === 'number');
  return splitTexts(text).map((one) => (isNumeric && /^-?\d+(?:\.\d+)?$/.test(one) ? Number(one) : one));
}

interface ValueInputProps {
  readonly control: ControlProps;
  readonly kind: ControlKind;
  readonly part: FormPart & { readonly schema: Content; readonly isRequired?: boolean };
}

/** Control of a value that consists of no others. */
export function ValueInput({ control, kind, part }: ValueInputProps) {
  const { schema, isRequired = false } = part;
  const value = readPart(part);
  const text = value === undefined ? '' : String(value);
  const write = (next: unknown) => writePart(part, next);
  const writeText = (next: string) => write(orRemove(next, isRequired));
  const choices = kind === 'choice' ? listChoices(schema) : listEntryNames(part, schema);
  if (choices && kind !== 'texts') {
    const choose = (next: string) => (typeof value === 'number' && next !== '' ? write(Number(next)) : writeText(next));
    return <ChoiceInput {...{ control, isRequired, choices }} value={text} onChange={choose} />;
  }
  if (kind === 'number')
    return (
      <TextInput
        control={control}
        type="number"
        value={text}
        onInput={(next) => write(next === '' ? undefined : Number(next))}
      />
    );
  if (kind === 'texts')
    return (
      <TextInput
        control={control}
        value={Array.isArray(value) ? value.join(', ') : ''}
        onInput={(next) => write(next === '' && !isRequired ? undefined : toElements(next, schema, value))}
      />
    );
  return <TextInput control={control} value={text} onInput={writeText} />;
}
