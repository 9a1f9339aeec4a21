import { type CompletionContext, type CompletionResult, snippet } from '@codemirror/autocomplete';
import type { Tooltip } from '@codemirror/view';
import type { CompletionItem, MarkedString } from 'vscode-json-languageservice';
import { TextDocument } from 'vscode-json-languageservice/lib/esm/jsonLanguageTypes.js';
import schemaUrl from '../../../schemas/manifest.schema.json?url';
import { schemaService } from './schema-service.ts';

const NAME = 'mapwright://manifest.json';

// The manifest's own `$schema` is a path that only its folder knows: whatever is asked for is the schema of this build.
const service = schemaService(new URL(schemaUrl, window.location.href).href, async () =>
  (await fetch(schemaUrl)).text(),
);

function parseManifest(text: string) {
  const document = TextDocument.create(NAME, 'json', 1, text);
  return { document, json: service.parseJSONDocument(document) };
}

/** `$1` and `${1:name}` of the protocol → `${1}` and `${1:name}` of the editor. */
const toTemplate = (text: string): string => text.replaceAll(/\$(\d)/g, (_all, number) => `\${${number}}`);

function toCompletion({ label, documentation, detail, textEdit, insertText }: CompletionItem) {
  const text = textEdit?.newText ?? insertText ?? label;
  const info = typeof documentation === 'string' ? documentation : documentation?.value;
  return { label, apply: snippet(toTemplate(text)), ...(info ? { info } : {}), ...(detail ? { detail } : {}) };
}

/** Completion by the manifest's schema: names that fit here, and values that a name may have. */
export async function completeManifest(context: CompletionContext): Promise<CompletionResult | null> {
  const { document, json } = parseManifest(context.state.doc.toString());
  const list = await service.doComplete(document, document.positionAt(context.pos), json);
  const [first] = list?.items ?? [];
  if (!list || !first) return null;
  const edit = first.textEdit;
  const from = edit && 'range' in edit ? document.offsetAt(edit.range.start) : context.pos;
  const to = edit && 'range' in edit ? document.offsetAt(edit.range.end) : context.pos;
  return { from, to, options: list.items.map(toCompletion), filter: from !== context.pos };
}

const markupText = (part: MarkedString | string): string => (typeof part === 'string' ? part : part.value);

const stripMarkup = (text: string): string =>
  text
    .replaceAll(/\\([^\w\s])/g, '$1')
    .replaceAll('&nbsp;', ' ')
    .trim();

function createTooltip(text: string): HTMLElement {
  const dom = window.document.createElement('div');
  dom.className = 'cm-hover';
  dom.textContent = text;
  return dom;
}

/** What the schema says about the place under the pointer. */
export async function hoverManifest(text: string, offset: number): Promise<Tooltip | null> {
  const { document, json } = parseManifest(text);
  const hover = await service.doHover(document, document.positionAt(offset), json);
  if (!hover) return null;
  const contents = Array.isArray(hover.contents)
    ? hover.contents.map(markupText)
    : [markupText(hover.contents as MarkedString)];
  const said = stripMarkup(contents.join('\n'));
  if (said === '') return null;
  const pos = hover.range ? document.offsetAt(hover.range.start) : offset;
  return { pos, above: true, create: () => ({ dom: createTooltip(said) }) };
}
