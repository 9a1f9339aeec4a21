import { type Json, type JsonObject, toPointer } from '../../../base/json/index.ts';
import { type Component, findComponent, findText, getType, listComponents } from './component.ts';
import { createHosts, type Hosts } from './hosts.ts';
import { toTruth } from './jinja/code.ts';
import { parseJinja } from './jinja/template.ts';
import type { NameContext } from './locations.ts';
import { pickFree, toName } from './names.ts';
import type { Notes } from './notes.ts';
import { readKey } from './records.ts';
import { type SourceFiles, translateSchema } from './schema.ts';
import type { SettingsModel } from './settings/model.ts';
import type { ParentStream } from './slices.ts';
import { buildStream } from './stream.ts';
import type { BuiltStream, StreamEnvironment } from './stream-build.ts';
import { translateTemplate, writeExpression } from './templates.ts';
import { attempt, refuse } from './untranslatable.ts';

/** Stream of the definition with its name in the manifest. */
export interface StreamEntry {
  readonly key: string;
  readonly name: string;
  readonly built: BuiltStream;
  /** Dotted paths that identify an item. */
  keyPaths: readonly string[];
  /** True if only other streams read it. */
  readonly isHidden: boolean;
  readonly schema?: JsonObject | undefined;
  readonly when?: string | undefined;
}

export interface TranslatedStreams {
  readonly entries: readonly StreamEntry[];
  readonly hosts: Hosts;
  /** Authentications of login requests, by name. */
  readonly signers: JsonObject;
}

export interface SourceContext {
  readonly settings: SettingsModel;
  readonly notes: Notes;
  readonly files: SourceFiles;
  readonly pointerOf: (component: object) => string | undefined;
}

/** Stream of the definition before its translation. */
interface Declared {
  readonly component: Component;
  readonly name: string;
  readonly when?: string;
}

const withPointer = (pointer: string | undefined) => (pointer === undefined ? {} : { from: pointer });

const createNames = (settings: SettingsModel, component: Component): NameContext => ({
  settings,
  parameters: (findComponent(component, '$parameters') ?? {}) as JsonObject,
  slices: new Map(),
});

/** Returns the name of a stream. */
function readName(component: Component, { settings }: SourceContext): string {
  const text = findText(component, 'name') ?? '';
  const name = attempt(() => translateTemplate(text, createNames(settings, component), 'name'));
  return 'value' in name && !name.value.includes('{{') ? name.value : text;
}

/** Lists the streams: also those of conditions; one with two ways of reading is read in full. */
function listDeclared(components: readonly Component[], context: SourceContext): Declared[] {
  return components.flatMap((component): Declared[] => {
    const type = getType(component);
    if (type === 'ConditionalStreams') return listConditional(component, context);
    if (type !== 'StateDelegatingStream') return [{ component, name: readName(component, context) }];
    const full = findComponent(component, 'full_refresh_stream');
    if (!full) return [];
    const name = readName({ ...full, name: findText(component, 'name') ?? full['name'] ?? '' }, context);
    context.notes.addApproximated({
      part: `StateDelegatingStream of "${name}"`,
      to: toPointer(['streams', toName(name, 'stream')]),
      ...withPointer(context.pointerOf(component)),
      reason: 'Every run reads the whole list: a manifest has one way of reading a stream.',
      confidence: 'high',
    });
    return [{ component: full, name }];
  });
}

function listConditional(component: Component, context: SourceContext): Declared[] {
  const streams = listDeclared(listComponents(component, 'streams'), context);
  const condition = findText(component, 'condition') ?? '';
  const when = attempt(
    () => toTruth(writeExpression(parseJinja(condition), createNames(context.settings, component), 'input')).text,
  );
  if ('value' in when) return streams.map((stream) => ({ ...stream, when: when.value }));
  for (const { name } of streams)
    context.notes.addOmitted({
      part: `stream "${name}"`,
      ...withPointer(context.pointerOf(component)),
      reason: when.reason,
    });
  return [];
}

const withoutIncremental = ({ body, ...built }: BuiltStream): BuiltStream => {
  const { incremental: _, ...rest } = body;
  return { ...built, body: rest as JsonObject };
};

/** Translates the streams of a definition, and the parents that they need. */
export function translateStreams(root: Component, context: SourceContext): TranslatedStreams {
  const { settings, notes, pointerOf } = context;
  const hosts = createHosts();
  const signers = createSigners();
  const entries: StreamEntry[] = [];
  const isTaken = (key: string): boolean => entries.some((entry) => entry.key === key);

  const environment: StreamEnvironment = {
    auth: { settings, notes, pointerOf },
    pointerOf,
    addOrigin: hosts.add,
    addDownloadHost: () => {
      const name = settings.declare('download_host', {
        type: 'string',
        title: 'Download host',
        description: "Host of the download links in the vendor's responses, such as files.acme.example.",
      });
      return hosts.add(`https://{{settings.${name}}}`);
    },
    readSchema: (stream) => {
      const schema = attempt(() => translateSchema(stream, readName(stream, context), context.files));
      return 'value' in schema ? schema.value : undefined;
    },
    nameSigner: (auth) => signers.name(auth),
    findParent: (config, keyPath) => findParent(config, keyPath),
  };

  const addEntry = (declared: Declared, built: BuiltStream, isHidden: boolean): StreamEntry => {
    const base = toName(declared.name, 'stream');
    const entry: StreamEntry = {
      key: pickFree(isHidden ? `${base}_list` : base, isTaken),
      name: declared.name,
      built,
      keyPaths: readKey(declared.component['primary_key'] as Json | undefined),
      isHidden,
      schema: isHidden ? undefined : readSchema(declared),
      when: declared.when,
    };
    entries.push(entry);
    return entry;
  };

  const readSchema = ({ component, name }: Declared): JsonObject | undefined => {
    const schema = attempt(() => translateSchema(component, name, context.files));
    if ('value' in schema) return schema.value;
    const loader = findComponent(component, 'schema_loader') ?? {};
    const part = `${getType(loader) || 'schema'} of "${name}"`;
    const isCustom = getType(loader).startsWith('Custom');
    if (isCustom) notes.addOmitted({ part, ...withPointer(pointerOf(loader)), reason: schema.reason });
    else
      notes.addApproximated({
        part,
        to: toPointer(['entities', name]),
        ...withPointer(pointerOf(loader)),
        reason: `The records have no schema: ${schema.reason}.`,
        confidence: 'high',
      });
    return undefined;
  };

  const declared = listDeclared(listComponents(root, 'streams'), context);
  const waiting = new Set(declared);

  /** Translates a declared stream when it is first needed. */
  const translate = (one: Declared): StreamEntry | undefined => {
    waiting.delete(one);
    const built = attempt(() => buildStream(one.component, environment));
    if ('value' in built) return addEntry(one, built.value, false);
    notes.addOmitted({ part: `stream "${one.name}"`, ...withPointer(pointerOf(one.component)), reason: built.reason });
    return undefined;
  };

  function findParent(config: Component, keyPath: readonly string[]): ParentStream {
    const component = findComponent(config, 'stream') ?? refuse('the parent stream is missing');
    const parent =
      getType(component) === 'StateDelegatingStream'
        ? (findComponent(component, 'full_refresh_stream') ?? component)
        : component;
    const name = readName(parent, context);
    for (const next of [...waiting].filter((one) => one.name === name)) translate(next);
    const whole = attempt(() => buildStream(parent, environment));
    if ('reason' in whole) return refuse(`the parent "${name}" is not translated: ${whole.reason}`);
    const isDependent = findText(config, 'incremental_dependency') === 'true';
    const built = isDependent ? whole.value : withoutIncremental(whole.value);
    const same = entries.find((entry) => isSameStream(entry.built, built));
    const entry = same ?? addEntry({ component: parent, name }, built, true);
    if (entry.keyPaths.length === 0) useKey(entry, keyPath);
    return { key: entry.key, slices: entry.built.slices, sourceNames: entry.built.sourceNames };
  }

  /** Identifies the items of a parent by the value that its children use. */
  function useKey(entry: StreamEntry, keyPath: readonly string[]): void {
    entry.keyPaths = [keyPath.join('.')];
    if (entry.isHidden) return;
    notes.addApproximated({
      part: `stream "${entry.name}"`,
      to: toPointer(['streams', entry.key, 'key']),
      reason: `The definition has no primary key; records with the same ${keyPath.join('.')} are one record, because other streams are read per item.`,
      confidence: 'high',
    });
  }

  for (const one of declared) if (waiting.has(one)) translate(one);
  for (const dynamic of listComponents(root, 'dynamic_streams'))
    notes.addOmitted({
      part: `DynamicDeclarativeStream "${findText(dynamic, 'name') ?? ''}"`,
      ...withPointer(pointerOf(dynamic)),
      reason: 'its streams are known only when it runs',
    });
  for (const entry of entries) reportEntry(entry, notes);
  return { entries, hosts, signers: signers.list() };
}

/** Names authentications of login requests. */
function createSigners() {
  const names = new Map<string, string>();
  return {
    name: (auth: JsonObject): string => {
      const text = JSON.stringify(auth);
      const name = names.get(text) ?? `login${names.size === 0 ? '' : `_${names.size + 1}`}`;
      names.set(text, name);
      return name;
    },
    list: (): JsonObject =>
      Object.fromEntries([...names].map(([text, name]) => [name, JSON.parse(text) as Json])) as JsonObject,
  };
}

const isSameStream = (a: BuiltStream, b: BuiltStream): boolean =>
  JSON.stringify([a.body, a.auth, a.base]) === JSON.stringify([b.body, b.auth, b.base]);

function reportEntry({ key, name, built, isHidden }: StreamEntry, notes: Notes): void {
  const to = toPointer(['streams', key]);
  if (!isHidden) notes.addTranslated({ part: `stream "${name}"`, to });
  for (const { kind, part, reason, from } of built.notes) {
    const own = { part: `${part} of "${name}"`, ...withPointer(from), reason };
    if (kind === 'omitted') notes.addOmitted(own);
    else notes.addApproximated({ ...own, to, confidence: 'high' });
  }
}
