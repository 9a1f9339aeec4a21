import type { LanguageService } from 'vscode-json-languageservice';
import { parse } from 'vscode-json-languageservice/lib/esm/parser/jsonParser.js';
import { JSONCompletion } from 'vscode-json-languageservice/lib/esm/services/jsonCompletion.js';
import { JSONHover } from 'vscode-json-languageservice/lib/esm/services/jsonHover.js';
import { JSONSchemaService } from 'vscode-json-languageservice/lib/esm/services/jsonSchemaService.js';

type Service = Pick<LanguageService, 'parseJSONDocument' | 'doComplete' | 'doHover'>;

/**
 * Completion and hover by one schema. Made of the parts that do these: the whole language service also sorts, folds,
 * formats, finds colours and carries the schemas of JSON Schema itself, which would be a tenth of the page's code.
 */
export function schemaService(uri: string, load: () => Promise<string>): Service {
  const schemas = new JSONSchemaService(load, undefined, Promise);
  schemas.registerExternalSchema({ uri, fileMatch: ['*'] });
  const completion = new JSONCompletion(schemas, undefined, Promise);
  const hover = new JSONHover(schemas, undefined, Promise);
  return {
    parseJSONDocument: (document) => parse(document, { collectComments: true }),
    doComplete: (...asked) => completion.doComplete(...asked),
    doHover: (...asked) => hover.doHover(...asked),
  };
}
