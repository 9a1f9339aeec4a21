import type { ComponentChildren, ComponentType } from 'preact';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { isContent, joinPointer, readAt } from '../manifest-content.ts';
import { listNames } from '../model.ts';
import { EnumTable } from './enum-table.tsx';
import { type FormContext, type FormPart, findFreeName, writeParts } from './form-context.ts';
import { MapTable } from './map-table.tsx';
import { ObjectFields, SchemaField, TextLink } from './schema-field.tsx';

interface EntryProps extends FormPart {
  readonly name: string;
  readonly remove: () => void;
  readonly children: ComponentChildren;
}

/** Entry of a section, with its name and a button that removes it. */
const Entry = ({ name, remove, children }: EntryProps) => (
  <details class="form-entry" open>
    <summary>
      <code>{name}</code>
    </summary>
    <div class="form-entry-body">
      {children}
      <div>
        <Button kind="quiet" label={`Remove ${name}`} onClick={remove}>
          <Icon name="trash" /> Remove
        </Button>
      </div>
    </div>
  </details>
);

/** Button that adds an entry. */
const Add = ({ title, onClick }: { readonly title: string; readonly onClick: () => void }) => (
  <div>
    <Button onClick={onClick}>
      <Icon name="plus" /> {title}
    </Button>
  </div>
);

const General = (context: FormContext) => (
  <ObjectFields
    {...context}
    at=""
    schema={context.view.root}
    hidden={['$schema', 'manifestVersion', 'settings', 'auth', 'streams', 'maps', 'enums']}
  />
);

const SETTINGS = '/settings/properties';
const REQUIRED = '/settings/required';

function Settings(context: FormContext) {
  const content = context.model.content.value;
  const listed = readAt(content, REQUIRED);
  const required: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const setRequired = (name: string, isRequired: boolean) => {
    const others = required.filter((one) => one !== name);
    const next = isRequired ? [...others, name] : others;
    return { to: REQUIRED, value: next.length === 0 ? undefined : next };
  };
  const add = () => {
    const name = findFreeName('setting', content, SETTINGS);
    writeParts(context, [{ to: joinPointer(SETTINGS, name), value: { type: 'string', title: 'New setting' } }]);
  };
  return (
    <>
      {listNames(content, SETTINGS).map((name) => {
        const part = { ...context, at: joinPointer(SETTINGS, name) };
        const id = `required-${name}`;
        return (
          <Entry
            key={name}
            {...part}
            name={name}
            remove={() => writeParts(context, [{ to: part.at }, setRequired(name, false)])}
          >
            <ObjectFields
              {...part}
              schema={context.view.definition('setting')}
              shown={['title', 'description', 'writeOnly']}
            />
            <div class="form-tick">
              <input
                id={id}
                type="checkbox"
                checked={required.includes(name)}
                onChange={(event) =>
                  writeParts(context, [setRequired(name, (event.target as HTMLInputElement).checked)])
                }
              />
              <label for={id}>required</label>
            </div>
          </Entry>
        );
      })}
      <Add title="Add a setting" onClick={add} />
    </>
  );
}

const Auth = (context: FormContext) => (
  <SchemaField {...context} at="/auth" schema={context.view.definition('auth')} label="type" isRequired />
);

/** Members of a stream with fields of their own; the others are in the text. */
const STREAM_FIELDS = ['title', 'records', 'key', 'paginator', 'emit'];

function Stream({ name, ...part }: FormPart & { readonly name: string }) {
  const { view, at, model } = part;
  const schema = view.definition('stream');
  const members = view.members(schema);
  const present = readAt(model.content.value, at);
  const others = members.filter(
    (one) =>
      !STREAM_FIELDS.includes(one.name) &&
      !['request', 'note'].includes(one.name) &&
      isContent(present) &&
      present[one.name] !== undefined,
  );
  return (
    <>
      <ObjectFields
        {...part}
        at={joinPointer(at, 'request')}
        schema={view.definition('request')}
        shown={['method', 'path']}
      />
      {members
        .filter((one) => STREAM_FIELDS.includes(one.name))
        .map((one) => (
          <SchemaField key={one.name} {...part} at={joinPointer(at, one.name)} schema={one.schema} label={one.name} />
        ))}
      {others.map((one) => (
        <TextLink key={one.name} {...part} at={joinPointer(at, one.name)} label={one.name} />
      ))}
    </>
  );
}

function Streams(context: FormContext) {
  const content = context.model.content.value;
  const add = () => {
    const name = findFreeName('items', content, '/streams');
    const value = { request: { path: `/${name}` }, records: '$', paginator: { type: 'none' } };
    writeParts(context, [{ to: joinPointer('/streams', name), value }]);
  };
  return (
    <>
      {listNames(content, '/streams').map((name) => {
        const part = { ...context, at: joinPointer('/streams', name) };
        return (
          <Entry key={name} {...part} name={name} remove={() => writeParts(context, [{ to: part.at }])}>
            <Stream {...part} name={name} />
          </Entry>
        );
      })}
      <Add title="Add a stream" onClick={add} />
    </>
  );
}

function Maps(context: FormContext) {
  const content = context.model.content.value;
  const add = () => {
    const name = findFreeName('finding', content, '/maps');
    const from = listNames(content, '/streams')[0] ?? '';
    writeParts(context, [{ to: joinPointer('/maps', name), value: { from, to: 'finding', fields: {} } }]);
  };
  return (
    <>
      {listNames(content, '/maps').map((name) => {
        const part = { ...context, at: joinPointer('/maps', name) };
        return (
          <Entry key={name} {...part} name={name} remove={() => writeParts(context, [{ to: part.at }])}>
            <MapTable {...part} />
          </Entry>
        );
      })}
      <Add title="Add a map" onClick={add} />
    </>
  );
}

function Enums(context: FormContext) {
  const content = context.model.content.value;
  const add = () => {
    const name = findFreeName('values', content, '/enums');
    writeParts(context, [{ to: joinPointer('/enums', name), value: { values: { value: '' }, unmapped: 'reject' } }]);
  };
  return (
    <>
      {listNames(content, '/enums').map((name) => {
        const part = { ...context, at: joinPointer('/enums', name) };
        return (
          <Entry key={name} {...part} name={name} remove={() => writeParts(context, [{ to: part.at }])}>
            <EnumTable {...part} />
            <ObjectFields {...part} schema={context.view.definition('enum')} shown={['match']} hidden={['values']} />
          </Entry>
        );
      })}
      <Add title="Add an enum" onClick={add} />
    </>
  );
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly View: ComponentType<FormContext>;
}

/** Sections of the form, in the order of a manifest. */
export const SECTIONS: readonly Section[] = [
  { id: 'connector', title: 'Connector', View: General },
  { id: 'settings', title: 'Settings', View: Settings },
  { id: 'auth', title: 'Auth', View: Auth },
  { id: 'streams', title: 'Streams', View: Streams },
  { id: 'maps', title: 'Maps', View: Maps },
  { id: 'enums', title: 'Enums', View: Enums },
];
