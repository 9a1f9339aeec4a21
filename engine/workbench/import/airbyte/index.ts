import { engineError } from '../../../base/errors/index.ts';
import { isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import type { ImportedConnector } from '../imported.ts';
import { parseObject } from '../parse-document.ts';
import { assembleManifest } from './assemble.ts';
import { type Component, findComponent } from './component.ts';
import { createNotes } from './notes.ts';
import { propagateParameters } from './propagate.ts';
import { repairDraft } from './repair.ts';
import { type ResolvedSource, resolveSource } from './resolve.ts';
import type { SourceFiles } from './schema.ts';
import { createSettingsModel } from './settings/model.ts';
import { translateStreams } from './streams.ts';
import { attempt } from './untranslatable.ts';

/** Definition to import: its text, and the files beside it by their relative paths. */
export interface AirbyteSource {
  /** Path of the definition, for errors. */
  readonly source: string;
  readonly text: string;
  readonly files: SourceFiles;
}

const FORM = 'a low-code definition of an Airbyte source (manifest.yaml)';

/** Returns the root with propagated parameters. */
function prepare(root: JsonObject): ResolvedSource {
  const { root: resolved, findPointer } = resolveSource(root);
  const copies = new WeakMap<object, string>();
  const pointerOf = (component: object) => copies.get(component) ?? findPointer(component);
  const { definitions: _definitions, schemas: _schemas, spec, metadata: _metadata, ...components } = resolved;
  const propagated = propagateParameters(
    { ...components, type: 'DeclarativeSource' },
    {
      onCopy: (from, to) => {
        const pointer = pointerOf(from);
        if (pointer !== undefined) copies.set(to, pointer);
      },
    },
  );
  return { root: { ...propagated, ...(spec === undefined ? {} : { spec }) }, findPointer: pointerOf };
}

/** Finds the specification of the config: in the definition, or in a file beside it. */
function findSpecification(root: Component, files: SourceFiles): JsonObject {
  const spec = findComponent(root, 'spec');
  const own =
    spec && (findComponent(spec, 'connection_specification') ?? findComponent(spec, 'connectionSpecification'));
  if (own) return own;
  for (const [path, text] of files) {
    if (!/(?:^|\/)spec\.(?:json|ya?ml)$/.test(path)) continue;
    const file = parseObject(text, { source: path, form: 'a specification in JSON or YAML', yaml: '1.1' });
    const found = file['connectionSpecification'] ?? file['connection_specification'];
    if (isObject((found ?? null) as Json)) return found as JsonObject;
  }
  return {};
}

/** Returns true for a definition of this language. */
const isDefinition = (root: Component): boolean =>
  Array.isArray(root['streams']) || Array.isArray(root['dynamic_streams']);

/** Translates a low-code definition to a connector. Throws IMPORT_UNREADABLE for any other document. */
export function importAirbyte({ source, text, files }: AirbyteSource, id: string): ImportedConnector {
  const document = parseObject(text, { source, form: FORM, yaml: '1.1' });
  const fail = (reason: string): never => {
    throw engineError('IMPORT_UNREADABLE', { source, form: FORM, reason });
  };
  if (!isDefinition(document)) return fail('it contains no list "streams"');
  const prepared = attempt(() => prepare(document));
  if ('reason' in prepared) return fail(prepared.reason);
  const { root, findPointer } = prepared.value;
  const notes = createNotes();
  const settings = createSettingsModel(findSpecification(root, files), (path, reason) =>
    notes.addApproximated({ part: `setting "${path.join('.')}"`, to: '/settings', reason, confidence: 'high' }),
  );
  const streams = translateStreams(root, { settings, notes, files, pointerOf: findPointer });
  const draft = assembleManifest({ id, root, settings, streams, notes });
  return { draft: repairDraft(draft), report: notes.finish() };
}
