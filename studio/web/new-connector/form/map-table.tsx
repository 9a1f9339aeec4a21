import { useState } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
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

function AddField(part: FormPart) {
  const [target, setTarget] = useState('');
  const add = () => {
    const name = target.trim();
    if (name === '' || readAt(readPart(part), joinPointer('', 'fields', name)) !== undefined) return;
    writePart({ ...part, at: joinPointer(part.at, 'fields', name) }, { value: '' });
    setTarget('');
  };
  return (
    <div class="form-add">
      <input
        class="form-input mono"
        aria-label="New target"
        placeholder="target, such as description"
        spellcheck={false}
        value={target}
        onInput={(event) => setTarget((event.target as HTMLInputElement).value)}
      />
      <Button disabled={target.trim() === ''} onClick={add}>
        <Icon name="plus" /> Add a field
      </Button>
    </div>
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
