import type { ComponentType } from 'preact';
import { toTitle } from '../../../../engine/workbench/import/names.ts';
import { Checkbox } from '../../components/field.tsx';
import { joinPointer, readAt } from '../manifest-content.ts';
import { listNames } from '../model.ts';
import { Entries } from './entry.tsx';
import { EnumTable } from './enum-table.tsx';
import { type FormContext, type FormPart, writeParts } from './form-context.ts';
import { MapTable } from './map-table.tsx';
import { ObjectFields, SchemaField } from './schema-field.tsx';

const General = (context: FormContext) => (
  <ObjectFields
    {...context}
    at=""
    schema={context.view.root}
    hidden={['$schema', 'manifestVersion', 'settings', 'auth', 'auths', 'streams', 'maps', 'enums']}
  />
);

const REQUIRED = '/settings/required';

function Settings(context: FormContext) {
  const listed = readAt(context.model.content.value, REQUIRED);
  const required: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const setRequired = (name: string, isRequired: boolean) => {
    const others = required.filter((one) => one !== name);
    const next = isRequired ? [...others, name] : others;
    return { to: REQUIRED, value: next.length === 0 ? undefined : next };
  };
  return (
    <Entries
      {...context}
      section="settings"
      add={{ title: 'Add a setting', name: 'setting', create: (name) => ({ type: 'string', title: toTitle(name) }) }}
      removal={(name) => [setRequired(name, false)]}
    >
      {(part, name) => (
        <>
          <ObjectFields
            {...part}
            schema={context.view.definition('setting')}
            shown={['title', 'description', 'writeOnly']}
          />
          <Checkbox
            label="required"
            on={required.includes(name)}
            onChange={(on) => writeParts(context, [setRequired(name, on)])}
          />
        </>
      )}
    </Entries>
  );
}

const AuthFields = ({ at, ...context }: FormPart) => (
  <SchemaField {...context} at={at} schema={context.view.definition('auth')} label="type" isRequired />
);

const Auth = (context: FormContext) => (
  <>
    <AuthFields {...context} at="/auth" />
    <Entries
      {...context}
      section="auths"
      add={{ title: 'Add an auth for some streams', name: 'auth', create: () => ({ type: 'none' }) }}
    >
      {(part) => <AuthFields {...part} />}
    </Entries>
  </>
);

/** Members of a stream that are shown although they are absent. */
const STREAM_FIELDS = ['title', 'records', 'key', 'paginator', 'partitions', 'incremental', 'decoder', 'emit'];

function Stream(part: FormPart) {
  const { view, at, model } = part;
  const isRequesting = readAt(model.content.value, joinPointer(at, 'request')) !== undefined;
  return (
    <>
      {isRequesting && (
        <ObjectFields
          {...part}
          at={joinPointer(at, 'request')}
          schema={view.definition('request')}
          shown={['method', 'path']}
        />
      )}
      <ObjectFields {...part} schema={view.definition('stream')} shown={STREAM_FIELDS} hidden={['request', 'note']} />
    </>
  );
}

const Streams = (context: FormContext) => (
  <Entries
    {...context}
    section="streams"
    add={{
      title: 'Add a stream',
      name: 'items',
      create: (name) => ({ request: { path: `/${name}` }, records: '$', paginator: { type: 'none' } }),
    }}
  >
    {(part) => <Stream {...part} />}
  </Entries>
);

const Maps = (context: FormContext) => (
  <Entries
    {...context}
    section="maps"
    add={{
      title: 'Add a map',
      name: 'finding',
      create: () => ({ from: listNames(context.model.content.value, '/streams')[0] ?? '', to: 'finding', fields: {} }),
    }}
  >
    {(part) => <MapTable {...part} />}
  </Entries>
);

const Enums = (context: FormContext) => (
  <Entries
    {...context}
    section="enums"
    add={{ title: 'Add an enum', name: 'values', create: () => ({ values: { value: '' }, unmapped: 'reject' }) }}
  >
    {(part) => (
      <>
        <EnumTable {...part} />
        <ObjectFields {...part} schema={context.view.definition('enum')} shown={['match']} hidden={['values']} />
      </>
    )}
  </Entries>
);

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
