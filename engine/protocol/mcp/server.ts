import { McpServer, type ServerContext, type StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { isEngineError, toEngineError } from '../../base/errors/index.ts';
import type { JsonObject } from '../../base/json/index.ts';
import type { Redactor } from '../../base/secret/index.ts';
import { checkArgument } from './check-input.ts';
import { buildOutputSchema } from './output-schema.ts';
import type { Tool, ToolCall } from './tool.ts';
import { formatResult, formatToolError } from './tool-result.ts';

/** Document that a client can read. */
export interface Reference {
  readonly name: string;
  /** Stable address. */
  readonly uri: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: string;
  read(): Promise<string>;
}

/** Parts of a server. */
export interface ServerParts {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** Introduction for the assistant. */
  readonly instructions: string;
  readonly tools: readonly Tool[];
  readonly references: readonly Reference[];
  /** Removes secrets from everything that tools return. */
  readonly redact: Redactor;
  /** Receives errors that are bugs. */
  readonly onBug: (error: unknown) => void;
  /** Runs a call; the caller can wait for those in progress. */
  readonly track: <T>(call: Promise<T>) => Promise<T>;
}

/** Advertises a JSON Schema. Values are not checked by it: tools report their problems with codes and fixes. */
const advertise = (schema: JsonObject): StandardSchemaWithJSON<unknown, unknown> => ({
  '~standard': {
    version: 1,
    vendor: 'mapwright',
    validate: (value) => ({ value }),
    jsonSchema: { input: () => ({ ...schema }), output: () => ({ ...schema }) },
  },
});

/** Creates the call for a tool. Progress is numbered, because the protocol requires numbers that grow. */
function createCall({ mcpReq }: ServerContext, redact: Redactor): ToolCall {
  const progressToken = mcpReq._meta?.progressToken;
  let progress = 0;
  return {
    signal: mcpReq.signal,
    report(message) {
      if (progressToken === undefined) return;
      progress += 1;
      const params = { progressToken, progress, message: redact(message) };
      // A client that has gone needs no progress.
      mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
    },
  };
}

function addTool(server: McpServer, tool: Tool, { redact, onBug, track }: ServerParts): void {
  const { name, title, description, annotations, input, output } = tool;
  const call = async (given: unknown, context: ServerContext) => {
    try {
      checkArgument(input, given);
      return formatResult(await tool.run(given as never, createCall(context, redact)), tool, redact);
    } catch (error) {
      if (!isEngineError(error) && !context.mcpReq.signal.aborted) onBug(error);
      return formatToolError(toEngineError(error), redact);
    }
  };
  server.registerTool(
    name,
    {
      title,
      description,
      annotations,
      inputSchema: advertise(input),
      outputSchema: advertise(buildOutputSchema(output)),
    },
    (given, context) => track(call(given, context)),
  );
}

function addReference(server: McpServer, reference: Reference): void {
  const { name, uri, title, description, mimeType } = reference;
  server.registerResource(name, uri, { title, description, mimeType }, async () => ({
    contents: [{ uri, mimeType, text: await reference.read() }],
  }));
}

/** Creates a server of the Model Context Protocol with tools and references. */
export function createMcpServer(parts: ServerParts): McpServer {
  const { name, title, version, instructions, tools, references } = parts;
  const server = new McpServer({ name, title, version }, { instructions });
  for (const tool of tools) addTool(server, tool, parts);
  for (const reference of references) addReference(server, reference);
  return server;
}
