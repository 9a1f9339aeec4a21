/** Types for internal modules of vscode-json-languageservice, which ships none; derived from its public types. */
declare module 'vscode-json-languageservice/lib/esm/parser/jsonParser.js' {
  import type { LanguageService, TextDocument } from 'vscode-json-languageservice';
  export const parse: (
    document: TextDocument,
    options: { readonly collectComments: boolean },
  ) => ReturnType<LanguageService['parseJSONDocument']>;
}
declare module 'vscode-json-languageservice/lib/esm/services/jsonSchemaService.js' {
  import type { SchemaConfiguration, SchemaRequestService } from 'vscode-json-languageservice';
  export class JSONSchemaService {
    constructor(load: SchemaRequestService, workspace: undefined, promises: PromiseConstructor);
    registerExternalSchema(schema: SchemaConfiguration): void;
  }
}
declare module 'vscode-json-languageservice/lib/esm/services/jsonCompletion.js' {
  import type { LanguageService } from 'vscode-json-languageservice';
  import type { JSONSchemaService } from 'vscode-json-languageservice/lib/esm/services/jsonSchemaService.js';
  export class JSONCompletion {
    constructor(schemas: JSONSchemaService, contributions: undefined, promises: PromiseConstructor);
    readonly doComplete: LanguageService['doComplete'];
  }
}
declare module 'vscode-json-languageservice/lib/esm/services/jsonHover.js' {
  import type { LanguageService } from 'vscode-json-languageservice';
  import type { JSONSchemaService } from 'vscode-json-languageservice/lib/esm/services/jsonSchemaService.js';
  export class JSONHover {
    constructor(schemas: JSONSchemaService, contributions: undefined, promises: PromiseConstructor);
    readonly doHover: LanguageService['doHover'];
  }
}
