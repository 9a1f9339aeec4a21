import { type Completion, type CompletionContext, type CompletionResult, snippet } from '@codemirror/autocomplete';
import type { Tooltip } from '@codemirror/view';
import type { CompletionItem, LanguageService, MarkedString } from 'vscode-json-languageservice';
import { TextDocument } from 'vscode-json-languageservice/lib/esm/jsonLanguageTypes.js';
import { parse } from 'vscode-json-languageservice/lib/esm/parser/jsonParser.js';
import { JSONCompletion } from 'vscode-json-languageservice/lib/esm/services/jsonCompletion.js';
import { JSONHover } from 'vscode-json-languageservice/lib/esm/services/jsonHover.js';
import { JSONSchemaService } from 'vscode-json-languageservice/lib/esm/services/jsonSchemaService.js';
import schemaUrl from '../../../schemas/manifest.schema.json?url';

const NAME = 'mapwright://manifest.json';

type Service = Pick<LanguageService, 'parseJSONDocument' | 'doComplete' | 'doHover'>;

/**
 * Creates completion and hover for one schema from internal modules of the language service. The whole service also
 * sorts, folds and formats, and would be a tenth of the page's code.
 */
function schemaService(uri: string, load: () => Promise<string>): Service {
  const schemas = new JSONSchemaService(load, undefined, Promise);
  schemas.registerExternalSchema({ uri, fileMatch: ['*'] });
  const completion = new JSONCompletion(schemas, undefined, Promise);
  const hover = new JSONHover(schemas, undefined, Promise);
  return {
    parseJSONDocument: (document) => parse(document, { collectComments: true }),
    doComplete: (...parameters) => completion.doComplete(...parameters),
    doHover: (...parameters) => hover.doHover(...parameters),
  };
}

// The `$schema` of a manifest is a path relative to its folder, so every schema resolves to the one of this build.
const service = schemaService(new URL(schemaUrl, window.location.href).href, async () =>
  (await fetch(schemaUrl)).text(),
);

function parseManifest(text: string) {
  const document = TextDocument.create(NAME, 'json', 1, text);
  return { document, json: service.parseJSONDocument(document) };
}

/** Converts the snippet syntax of the protocol (`$1`) to that of the editor (`${1}`). */
const toTemplate = (text: string): string => text.replaceAll(/\$(\d)/g, (_all, number) => `\${${number}}`);

/** Characters that a completion replaces: the whole name or value, with its quotes. */
interface Replaced {
  readonly from: number;
  readonly to: number;
}

const stripQuotes = (label: string): string => label.replace(/^"(.*)"$/, '$1');

function toCompletion(
  { label, documentation, detail, textEdit, insertText }: CompletionItem,
  { from, to }: Replaced,
): Completion {
  const insert = snippet(toTemplate(textEdit?.newText ?? insertText ?? label));
  const info = typeof documentation === 'string' ? documentation : documentation?.value;
  return {
    label: stripQuotes(label),
    apply: (view, completion) => insert(view, completion, from, to),
    ...(info ? { info } : {}),
    ...(detail ? { detail } : {}),
  };
}

function findReplaced(document: TextDocument, { textEdit }: CompletionItem, position: number): Replaced {
  if (!textEdit || !('range' in textEdit)) return { from: position, to: position };
  return { from: document.offsetAt(textEdit.range.start), to: document.offsetAt(textEdit.range.end) };
}

/**
 * Completes property names and values from the manifest schema, also inside quotes: the typed text without its quote
 * selects the options, and an option replaces the text with its quotes.
 */
export async function completeManifest(context: CompletionContext): Promise<CompletionResult | null> {
  const text = context.state.doc.toString();
  const { document, json } = parseManifest(text);
  const list = await service.doComplete(document, document.positionAt(context.pos), json);
  const [first] = list?.items ?? [];
  if (!list || !first) return null;
  const replaced = findReplaced(document, first, context.pos);
  const typedFrom = text[replaced.from] === '"' ? replaced.from + 1 : replaced.from;
  return {
    from: Math.min(typedFrom, context.pos),
    to: context.pos,
    options: list.items.map((item) => toCompletion(item, replaced)),
  };
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

/** Returns a tooltip with the schema's description of the position under the pointer. */
export async function hoverManifest(text: string, offset: number): Promise<Tooltip | null> {
  const { document, json } = parseManifest(text);
  const hover = await service.doHover(document, document.positionAt(offset), json);
  if (!hover) return null;
  const contents = Array.isArray(hover.contents)
    ? hover.contents.map(markupText)
    : [markupText(hover.contents as MarkedString)];
  const description = stripMarkup(contents.join('\n'));
  if (description === '') return null;
  const pos = hover.range ? document.offsetAt(hover.range.start) : offset;
  return { pos, above: true, create: () => ({ dom: createTooltip(description) }) };
}
