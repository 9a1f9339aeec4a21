import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { Checkbox, Field } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { type Content, isContent, joinPointer } from '../manifest-content.ts';
import { listNames } from '../model.ts';
import { ChoiceInput, ValueInput } from './controls.tsx';
import { type FormPart, findProblem, readPart, showPart, writePart, writeParts } from './form-context.ts';
import { JsonField } from './json-field.tsx';
import { type ControlKind, type SchemaMember, type SchemaVariant, shortenDescription } from './schema-view.ts';

/** Part of the form with its schema. */
export interface SchemaPart extends FormPart {
  readonly schema: Content;
  readonly label: string;
  readonly isRequired?: boolean;
}

const LONGEST_VALUE = 70;

/** Value that the form cannot edit, with a link to it in the text. */
export function TextLink({ label, ...part }: FormPart & { readonly label: string }) {
  const problem = findProblem(part, true);
  const value = JSON.stringify(readPart(part)) ?? '';
  return (
    <div class="form-link">
      <span class="form-link-name">{label}</span>
      <code>{value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value}</code>
      <Button kind="quiet" label={`Edit as text: ${label}`} onClick={() => showPart(part)}>
        Edit as text
      </Button>
      {problem !== undefined && <p class="form-problem">{problem}</p>}
    </div>
  );
}

/** Characters of a value from which its group is closed at first. */
const LARGE = 250;

/** Value that consists of others, under its label. An optional one can be removed. */
function Group({ children, ...part }: SchemaPart & { readonly children: ComponentChildren }) {
  const { schema, label, isRequired = false } = part;
  const problem = findProblem(part);
  const help = shortenDescription(schema);
  return (
    <details class="form-entry" open={(JSON.stringify(readPart(part)) ?? '').length < LARGE}>
      <summary>
        <b>{label}</b>
      </summary>
      <div class="form-entry-body">
        {help && <p class="form-help">{help}</p>}
        {problem !== undefined && <p class="form-problem">{problem}</p>}
        {children}
        {!isRequired && (
          <div>
            <Button kind="quiet" label={`Remove ${label}`} onClick={() => writePart(part, undefined)}>
              <Icon name="trash" /> Remove
            </Button>
          </div>
        )}
      </div>
    </details>
  );
}

/** Returns the variant of a value: by its tag, or by its shape. */
function findVariant({ view, schema }: SchemaPart, value: unknown): SchemaVariant | undefined {
  const variants = view.variants(schema);
  const tagged = variants.find(({ tag, name }) => tag !== undefined && isContent(value) && value[tag] === name);
  return tagged ?? variants.find((one) => one.tag === undefined && view.fits(one.schema, value));
}

/** Converts a value to a variant: members that it has in common are kept, except the note. */
function toVariant({ view }: SchemaPart, value: unknown, variant: SchemaVariant): unknown {
  const created = view.create(variant.schema);
  if (!isContent(created) || !isContent(value)) return created;
  const names = view.members(variant.schema).map(({ name }) => name);
  const kept = Object.entries(value).filter(
    ([name]) => names.includes(name) && name !== variant.tag && name !== 'note',
  );
  return { ...created, ...Object.fromEntries(kept) };
}

/** Selects the variant of a union. */
function Variants(part: SchemaPart) {
  const { view, schema, label } = part;
  const value = readPart(part);
  const own = findVariant(part, value);
  const choose = (name: string) => {
    const next = view.variants(schema).find((one) => one.name === name);
    writePart(part, next && toVariant(part, value, next));
  };
  const isObject = own && view.controlKind(own.schema) === 'object';
  return (
    <div class="form-group">
      <Field
        label={label}
        help={shortenDescription(own?.schema['description'] === undefined ? schema : own.schema)}
        problem={findProblem(part)}
      >
        {(control) => (
          <ChoiceInput
            control={control}
            value={own?.name ?? ''}
            choices={view.variants(schema).map(({ name }) => name)}
            isRequired={part.isRequired === true}
            onChange={choose}
          />
        )}
      </Field>
      {isObject && <ObjectFields {...part} schema={own.schema} hidden={own.tag === undefined ? [] : [own.tag]} />}
      {own && !isObject && <SchemaField {...part} schema={own.schema} label={`${label}: ${own.name}`} isRequired />}
    </div>
  );
}

/** Elements of a list, and a button that adds one. */
function List(part: SchemaPart) {
  const { view, schema, at, label } = part;
  const value = readPart(part);
  const elements: readonly unknown[] = Array.isArray(value) ? value : [];
  const items = view.items(schema);
  const write = (next: readonly unknown[]) => writePart(part, next.length === 0 ? undefined : next);
  return (
    <Group {...part}>
      {elements.map((_, index) => {
        const name = `${label} ${index + 1}`;
        return (
          <fieldset class="form-element" key={index}>
            <legend class="visually-hidden">{name}</legend>
            <ElementFields {...part} at={joinPointer(at, String(index))} schema={items} label={name} />
            <Button
              kind="icon"
              label={`Remove ${name}`}
              onClick={() => write(elements.filter((_one, other) => other !== index))}
            >
              <Icon name="trash" />
            </Button>
          </fieldset>
        );
      })}
      <div>
        <Button label={`Add to ${label}`} onClick={() => write([...elements, view.create(items)])}>
          <Icon name="plus" /> Add
        </Button>
      </div>
    </Group>
  );
}

/** Members of an object with any names, and a field that adds one. */
function Members(part: SchemaPart) {
  const { view, schema, at, label, model } = part;
  const [typed, setTyped] = useState('');
  const names = listNames(model.content.value, at);
  const items = view.items(schema);
  const add = () => {
    const name = typed.trim();
    if (name === '' || names.includes(name)) return;
    writePart({ ...part, at: joinPointer(at, name) }, view.create(items));
    setTyped('');
  };
  return (
    <Group {...part}>
      {names.map((name) => (
        <fieldset class="form-element" key={name}>
          <legend class="visually-hidden">
            {label} {name}
          </legend>
          <ElementFields {...part} at={joinPointer(at, name)} schema={items} label={name} />
          <Button
            kind="icon"
            label={`Remove ${name}`}
            onClick={() => writeParts(part, [{ to: joinPointer(at, name) }])}
          >
            <Icon name="trash" />
          </Button>
        </fieldset>
      ))}
      <div class="form-add">
        <input
          class="form-input mono"
          aria-label={`New name in ${label}`}
          placeholder="name"
          spellcheck={false}
          value={typed}
          onInput={(event) => setTyped((event.target as HTMLInputElement).value)}
          onKeyDown={(event) => event.key === 'Enter' && add()}
        />
        <Button label={`Add to ${label}`} disabled={typed.trim() === ''} onClick={add}>
          <Icon name="plus" /> Add
        </Button>
      </div>
    </Group>
  );
}

/** Element of a list; its members need no group of their own. */
function ElementFields(part: SchemaPart) {
  const problem = findProblem(part);
  if (part.view.controlKind(part.schema) !== 'object') return <SchemaField {...part} isRequired />;
  return (
    <div class="form-group">
      {problem !== undefined && <p class="form-problem">{problem}</p>}
      <ObjectFields {...part} />
    </div>
  );
}

const GROUPS: ReadonlySet<ControlKind> = new Set<ControlKind>(['list', 'object', 'map', 'json']);

/** Optional value that consists of others and is absent, with a button that adds it. */
const AbsentGroup = ({ label, schema, ...part }: SchemaPart) => (
  <div class="form-link">
    <span class="form-link-name">{label}</span>
    <Button kind="quiet" label={`Add ${label}`} onClick={() => writePart(part, part.view.create(schema))}>
      <Icon name="plus" /> Add
    </Button>
    <span class="form-help">{shortenDescription(schema)}</span>
  </div>
);

/** Checkbox of a yes or no. The default is not written, unless the value is required. */
function Flag({ label, schema, isRequired = false, ...part }: SchemaPart) {
  const isOn = schema['default'] === true;
  const value = readPart(part) ?? isOn;
  const help = shortenDescription(schema);
  return (
    <Checkbox
      label={label}
      {...(help === undefined ? {} : { help })}
      on={value === true}
      onChange={(on) => writePart(part, on === isOn && !isRequired ? undefined : on)}
    />
  );
}

/** Form control of a member, chosen by its schema; a value that does not fit it is edited as text. */
export function SchemaField(part: SchemaPart) {
  const { view, schema, label, isRequired = false } = part;
  const kind = view.controlKind(schema);
  const value = readPart(part);
  // A text can have further forms, such as an expression.
  const hasForms = kind === 'text' && value !== undefined && view.variants(schema).length > 0;
  if (hasForms && typeof value !== 'string' && findVariant(part, value)) return <Variants {...part} />;
  if (kind === 'link' || (value !== undefined && !view.fits(schema, value))) return <TextLink {...part} />;
  if (kind === 'variants') return <Variants {...part} />;
  if (kind === 'flag') return <Flag {...part} />;
  if (value === undefined && !isRequired && GROUPS.has(kind)) return <AbsentGroup {...part} />;
  if (kind === 'list') return <List {...part} />;
  if (kind === 'map') return <Members {...part} />;
  if (kind === 'json') return <JsonField {...part} />;
  if (kind === 'object')
    return (
      <Group {...part}>
        <ObjectFields {...part} />
      </Group>
    );
  return (
    <Field label={label} help={shortenDescription(schema)} problem={findProblem(part)} required={isRequired}>
      {(control) => <ValueInput control={control} kind={kind} part={part} />}
    </Field>
  );
}

/** Adds an optional member that has a form control. */
function AddMember({ members, ...part }: FormPart & { readonly members: readonly SchemaMember[] }) {
  if (members.length === 0) return null;
  const add = (name: string) => {
    const member = members.find((one) => one.name === name);
    if (member) writePart({ ...part, at: joinPointer(part.at, name) }, part.view.create(member.schema));
  };
  return (
    <select
      class="select"
      aria-label={`Add a member to ${part.at === '' ? 'the connector' : part.at}`}
      value=""
      onChange={(event) => add((event.target as HTMLSelectElement).value)}
    >
      <option value="">Add…</option>
      {members.map(({ name, schema }) => (
        <option key={name} value={name} title={shortenDescription(schema)}>
          {name}
        </option>
      ))}
    </select>
  );
}

interface ObjectFieldsProps extends FormPart {
  readonly schema: Content;
  /** Members that are shown although they are absent. */
  readonly shown?: readonly string[];
  /** Members that other parts of the form show. */
  readonly hidden?: readonly string[];
}

/** Selects the member of which an object has exactly one. */
function Exclusive({ names, ...part }: ObjectFieldsProps & { readonly names: readonly string[] }) {
  const value = readPart(part);
  const content = isContent(value) ? value : {};
  const choose = (name: string) => {
    const others = Object.entries(content).filter(([one]) => !names.includes(one));
    const member = part.view.members(part.schema).find((one) => one.name === name);
    if (member) writePart(part, { [name]: part.view.create(member.schema), ...Object.fromEntries(others) });
  };
  return (
    <Field label={`${names.slice(0, -1).join(', ')} or ${names.at(-1)}`} required>
      {(control) => (
        <ChoiceInput
          control={control}
          value={names.find((name) => content[name] !== undefined) ?? ''}
          choices={names}
          isRequired
          onChange={choose}
        />
      )}
    </Field>
  );
}

/** Members of an object by its schema: the required, the present and the usual ones, and a list to add others. */
export function ObjectFields({ schema, shown = [], hidden = [], ...part }: ObjectFieldsProps) {
  const { view } = part;
  const value = readPart(part);
  const isPresent = (name: string) => isContent(value) && value[name] !== undefined;
  const members = view.members(schema, value).filter(({ name }) => !hidden.includes(name) && name !== 'note');
  const exclusives = view.exclusives(schema);
  const isShown = ({ name, isRequired }: SchemaMember) => isRequired || shown.includes(name) || isPresent(name);
  const rest = members.filter(
    (one) => !isShown(one) && !exclusives.includes(one.name) && view.controlKind(one.schema) !== 'link',
  );
  return (
    <>
      {exclusives.length > 1 && !exclusives.some((name) => hidden.includes(name)) && (
        <Exclusive {...part} schema={schema} names={exclusives} />
      )}
      {members.filter(isShown).map((member) => (
        <SchemaField
          key={member.name}
          {...part}
          at={joinPointer(part.at, member.name)}
          schema={member.schema}
          label={member.name}
          isRequired={member.isRequired || exclusives.includes(member.name)}
        />
      ))}
      <AddMember {...part} members={rest} />
    </>
  );
}
