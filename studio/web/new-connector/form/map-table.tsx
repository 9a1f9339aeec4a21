import { useState } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { listTargetFields, type TargetField } from '../../mapping/target-fields.ts';
import { isContent, joinPointer, readAt } from '../manifest-content.ts';
import { listNames } from '../model.ts';
import { type FormPart, findProblem, readPart, showPart, writePart, writeParts } from './form-context.ts';
import { TextLink } from './schema-field.tsx';
import { listChoices } from './schema-view.ts';

interface CellProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly string[];
  readonly onChange: (value: string | undefined) => void;
}

const ChoiceCell = ({ label, value, choices, onChange }: CellProps) => (
  <select
    class="form-input"
    aria-label={label}
    value={value}
    onChange={(event) => onChange((event.target as HTMLSelectElement).value || undefined)}
  >
    <option value="">–</option>
    {(value === '' || choices.includes(value) ? choices : [...choices, value]).map((one) => (
      <option key={one} value={one}>
        {one}
      </option>
    ))}
  </select>
);

/** Conversions that a field can name. */
const listConversions = ({ view }: FormPart): readonly string[] => {
  const as = view.members(view.definition('fieldSpec')).find(({ name }) => name === 'as');
  return as ? listChoices(as.schema) : [];
};

/** Field of a map: its target, expression, conversion and enum. A plain expression becomes an object when it gets one. */
function FieldRow({ target, ...part }: FormPart & { readonly target: string }) {
  const value = readPart(part);
  const spec = isContent(value) ? value : { value };
  const problem = findProblem(part, true);
  const isPlain = typeof value === 'string';
  const member = (name: string) => (typeof spec[name] === 'string' ? spec[name] : '');
  const setMember = (name: string, next: string | undefined) => {
    if (isPlain) writePart(part, next === undefined ? value : { value, [name]: next });
    else writePart({ ...part, at: joinPointer(part.at, name) }, next);
  };
  if (typeof spec['value'] !== 'string')
    return (
      <li>
        <TextLink {...part} label={target} />
      </li>
    );
  return (
    <li class="form-map-row">
      <button type="button" class="link mono" title="Show in the text" onClick={() => showPart(part)}>
        {target}
      </button>
      <input
        class="form-input mono"
        aria-label={`Expression of ${target}`}
        aria-invalid={problem === undefined ? undefined : 'true'}
        spellcheck={false}
        value={spec['value']}
        onInput={(event) => {
          const next = (event.target as HTMLInputElement).value;
          writePart(isPlain ? part : { ...part, at: joinPointer(part.at, 'value') }, next);
        }}
      />
      <ChoiceCell
        label={`Conversion of ${target}`}
        value={member('as')}
        choices={listConversions(part)}
        onChange={(next) => setMember('as', next)}
      />
      <ChoiceCell
        label={`Enum of ${target}`}
        value={member('enum')}
        choices={listNames(part.model.content.value, '/enums')}
        onChange={(next) => setMember('enum', next)}
      />
      <Button kind="icon" label={`Remove ${target}`} onClick={() => writeParts(part, [{ to: part.at }])}>
        <Icon name="trash" />
      </Button>
      {problem !== undefined && <p class="form-problem">{problem}</p>}
    </li>
  );
}

function NewTarget({ add }: { readonly add: (target: string) => void }) {
  const [target, setTarget] = useState('');
  const submit = () => {
    add(target.trim());
    setTarget('');
  };
  return (
    <div class="form-add">
      <input
        class="form-input mono"
        aria-label="New target"
        placeholder="target, such as custom.team"
        spellcheck={false}
        value={target}
        onInput={(event) => setTarget((event.target as HTMLInputElement).value)}
        onKeyDown={(event) => event.key === 'Enter' && submit()}
      />
      <Button disabled={target.trim() === ''} onClick={submit}>
        <Icon name="plus" /> Add a field
      </Button>
    </div>
  );
}

/** Value of the option for a target that is typed. */
const ANOTHER = ' ';

/** Characters of a description that an option shows. */
const MOST_SHOWN = 70;

function TargetOption({ target, description }: TargetField) {
  const [sentence = ''] = /^.*?[.:;](?=\s|$)/s.exec(description ?? '') ?? [description];
  const text = sentence.length > MOST_SHOWN ? `${sentence.slice(0, MOST_SHOWN)}…` : sentence;
  return (
    <option value={target} title={description}>
      {text === '' ? target : `${target} – ${text}`}
    </option>
  );
}

/** Selects the target of a new field: one of the entity's fields, the required ones first, or a typed one. */
function AddField(part: FormPart) {
  const [isTyping, setTyping] = useState(false);
  const { content, draft } = part.model;
  const fields = listTargetFields(draft.text.value, String(readAt(content.value, joinPointer(part.at, 'to')) ?? ''));
  const used = listNames(content.value, joinPointer(part.at, 'fields'));
  const free = fields.filter(({ target }) => !used.includes(target) && target !== 'custom');
  const add = (name: string) => {
    if (name === '' || used.includes(name)) return;
    writePart({ ...part, at: joinPointer(part.at, 'fields', name) }, { value: '' });
    setTyping(false);
  };
  if (fields.length === 0) return <NewTarget add={add} />;
  const groups = [
    ['Required', free.filter(({ isRequired }) => isRequired)],
    ['Optional', free.filter(({ isRequired }) => !isRequired)],
  ] as const;
  return (
    <>
      <select
        class="select"
        aria-label="Add a target"
        value=""
        onChange={(event) => {
          const { value } = event.target as HTMLSelectElement;
          if (value === ANOTHER) setTyping(true);
          else add(value);
        }}
      >
        <option value="">Add a target…</option>
        {groups.map(
          ([label, members]) =>
            members.length > 0 && (
              <optgroup key={label} label={label}>
                {members.map((one) => (
                  <TargetOption key={one.target} {...one} />
                ))}
              </optgroup>
            ),
        )}
        <option value={ANOTHER}>Another name…</option>
      </select>
      {isTyping && <NewTarget add={add} />}
    </>
  );
}

/** Stream and entity of a map, and its fields as a table. */
export function MapTable(part: FormPart) {
  const content = part.model.content.value;
  const fields = joinPointer(part.at, 'fields');
  const choice = (name: string, label: string, choices: readonly string[]) => {
    const own = { ...part, at: joinPointer(part.at, name) };
    return (
      <Field label={label} problem={findProblem(own)} required>
        {() => (
          <ChoiceCell
            label={label}
            value={String(readPart(own) ?? '')}
            choices={choices}
            onChange={(next) => writePart(own, next ?? '')}
          />
        )}
      </Field>
    );
  };
  return (
    <>
      <div class="form-row">
        {choice('from', 'Stream', listNames(content, '/streams'))}
        {choice('to', 'Entity', ['asset', 'finding', ...listNames(content, '/entities')])}
      </div>
      {findProblem(part) !== undefined && <p class="form-problem">{findProblem(part)}</p>}
      {findProblem({ ...part, at: fields }) !== undefined && (
        <p class="form-problem">{findProblem({ ...part, at: fields })}</p>
      )}
      <ul class="form-map">
        {listNames(content, fields).map((target) => (
          <FieldRow key={target} {...part} at={joinPointer(fields, target)} target={target} />
        ))}
      </ul>
      <AddField {...part} />
    </>
  );
}
