import { Button } from '../../components/button.tsx';
import { Field, TextInput } from '../../components/field.tsx';
import { type Content, isContent, joinPointer } from '../manifest-content.ts';
import { type FormPart, findProblem, readPart, showPart, writePart } from './form-context.ts';
import { type ControlKind, listChoices, type SchemaMember, shortenDescription } from './schema-view.ts';

/** Part of the form with its schema. */
interface SchemaPart extends FormPart {
  readonly schema: Content;
  readonly label: string;
  readonly isRequired?: boolean;
}

const isFitting: Readonly<Record<ControlKind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  flag: (value) => typeof value === 'boolean',
  choice: (value) => typeof value === 'string' || typeof value === 'number',
  texts: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  variants: isContent,
  link: () => false,
};

/** Value that the form cannot edit, with a link to it in the text. */
export function TextLink({ label, ...part }: FormPart & { readonly label: string }) {
  const problem = findProblem(part, true);
  const value = JSON.stringify(readPart(part)) ?? '';
  return (
    <div class="form-link">
      <span class="form-link-name">{label}</span>
      <code>{value.length > 70 ? `${value.slice(0, 70)}…` : value}</code>
      <Button kind="quiet" label={`Edit as text: ${label}`} onClick={() => showPart(part)}>
        Edit as text
      </Button>
      {problem !== undefined && <p class="form-problem">{problem}</p>}
    </div>
  );
}

interface ChoiceProps {
  readonly control: object;
  readonly value: string;
  readonly choices: readonly string[];
  readonly isRequired: boolean;
  readonly onChange: (value: string) => void;
}

const ChoiceInput = ({ control, value, choices, isRequired, onChange }: ChoiceProps) => (
  <select
    {...control}
    class="form-input"
    value={value}
    onChange={(event) => onChange((event.target as HTMLSelectElement).value)}
  >
    {(!isRequired || value === '') && <option value="">{isRequired ? 'Choose…' : 'default'}</option>}
    {choices.map((one) => (
      <option key={one} value={one}>
        {one}
      </option>
    ))}
  </select>
);

/** Removes an optional value that was cleared, and keeps a required one as it is. */
const orRemove = (text: string, isRequired: boolean): string | undefined =>
  text === '' && !isRequired ? undefined : text;

const toTexts = (text: string): string[] => text.split(/,\s*/).filter((one) => one !== '');

function Control({
  control,
  kind,
  part,
}: {
  control: Parameters<typeof TextInput>[0]['control'];
  kind: ControlKind;
  part: SchemaPart;
}) {
  const { schema, isRequired = false } = part;
  const value = readPart(part);
  const text = value === undefined ? '' : String(value);
  const write = (next: unknown) => writePart(part, next);
  if (kind === 'choice') {
    const choose = (next: string) =>
      write(schema['enum'] && typeof value === 'number' ? Number(next) : orRemove(next, isRequired));
    return <ChoiceInput {...{ control, isRequired }} value={text} choices={listChoices(schema)} onChange={choose} />;
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
        onInput={(next) => write(next === '' && !isRequired ? undefined : toTexts(next))}
      />
    );
  return <TextInput control={control} value={text} onInput={(next) => write(orRemove(next, isRequired))} />;
}

function Flag({ label, ...part }: SchemaPart) {
  const id = `flag-${part.at.replaceAll(/\W/g, '-')}`;
  return (
    <div class="form-tick">
      <input
        id={id}
        type="checkbox"
        checked={readPart(part) === true}
        onChange={(event) => writePart(part, (event.target as HTMLInputElement).checked || undefined)}
      />
      <div>
        <label for={id}>{label}</label>
        <p class="form-help">{shortenDescription(part.schema)}</p>
      </div>
    </div>
  );
}

/** Selects the `type` of a variant; its note and the members that the new type lacks are removed. */
function Variants(part: SchemaPart) {
  const { view, schema, label, at } = part;
  const value = readPart(part);
  const type = isContent(value) ? String(value['type'] ?? '') : '';
  const variants = view.variants(schema);
  const own = variants.find((one) => one.type === type);
  const choose = (next: string) => {
    const members = view.members(variants.find((one) => one.type === next)?.schema ?? {});
    const kept = members.filter(
      ({ name }) => !['type', 'note'].includes(name) && isContent(value) && value[name] !== undefined,
    );
    const added = members.filter(
      ({ name, isRequired }) => isRequired && name !== 'type' && !kept.some((one) => one.name === name),
    );
    const blank = (member: SchemaMember) => [
      member.name,
      view.controlKind(member.schema) === 'choice' ? listChoices(member.schema)[0] : '',
    ];
    writePart(part, {
      type: next,
      ...Object.fromEntries(kept.map(({ name }) => [name, (value as Content)[name]])),
      ...Object.fromEntries(added.filter((one) => view.controlKind(one.schema) !== 'link').map(blank)),
    });
  };
  return (
    <div class="form-group">
      <Field label={label} help={own && shortenDescription(own.schema)} problem={findProblem(part)}>
        {(control) => (
          <ChoiceInput
            control={control}
            value={type}
            choices={variants.map((one) => one.type)}
            isRequired
            onChange={choose}
          />
        )}
      </Field>
      {own && <ObjectFields {...part} at={at} schema={own.schema} hidden={['type']} />}
    </div>
  );
}

/** Form control of a member, chosen by its schema; a value that does not fit it is edited as text. */
export function SchemaField(part: SchemaPart) {
  const { view, schema, label, isRequired = false } = part;
  const kind = view.controlKind(schema);
  const value = readPart(part);
  if (kind === 'link' || (value !== undefined && !isFitting[kind](value))) return <TextLink {...part} />;
  if (kind === 'variants') return <Variants {...part} />;
  if (kind === 'flag') return <Flag {...part} />;
  return (
    <Field label={label} help={shortenDescription(schema)} problem={findProblem(part)} required={isRequired}>
      {(control) => <Control control={control} kind={kind} part={part} />}
    </Field>
  );
}

interface ObjectFieldsProps extends FormPart {
  readonly schema: Content;
  /** Members that are shown although they are absent. */
  readonly shown?: readonly string[];
  /** Members that other parts of the form show. */
  readonly hidden?: readonly string[];
}

/** Value of a member that is added: empty, or the first choice. */
function createValue(kind: ControlKind, schema: Content): unknown {
  if (kind === 'choice') return schema['default'] ?? listChoices(schema)[0];
  if (kind === 'flag') return true;
  if (kind === 'number') return schema['default'] ?? schema['minimum'] ?? 0;
  return kind === 'texts' ? [] : '';
}

/** Adds an optional member that has a form control. */
function AddMember({ members, ...part }: FormPart & { readonly members: readonly SchemaMember[] }) {
  if (members.length === 0) return null;
  const add = (name: string) => {
    const member = members.find((one) => one.name === name);
    if (!member) return;
    const value = createValue(part.view.controlKind(member.schema), member.schema);
    writePart({ ...part, at: joinPointer(part.at, name) }, value);
  };
  return (
    <select
      class="select"
      aria-label={`Add a member to ${part.at}`}
      value=""
      onChange={(event) => add((event.target as HTMLSelectElement).value)}
    >
      <option value="">Add…</option>
      {members.map(({ name }) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** Members of an object by its schema: the required, the present and the usual ones, and a list to add others. */
export function ObjectFields({ schema, shown = [], hidden = [], ...part }: ObjectFieldsProps) {
  const value = readPart(part);
  const members = part.view.members(schema).filter(({ name }) => !hidden.includes(name) && name !== 'note');
  const isShown = ({ name, isRequired }: SchemaMember) =>
    isRequired || shown.includes(name) || (isContent(value) && value[name] !== undefined);
  const rest = members.filter(
    (one) => !isShown(one) && !['link', 'variants'].includes(part.view.controlKind(one.schema)),
  );
  return (
    <>
      {members.filter(isShown).map((member) => (
        <SchemaField
          key={member.name}
          {...part}
          at={joinPointer(part.at, member.name)}
          schema={member.schema}
          label={member.name}
          isRequired={member.isRequired}
        />
      ))}
      <AddMember {...part} members={rest} />
    </>
  );
}
