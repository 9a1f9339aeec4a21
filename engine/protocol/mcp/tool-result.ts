import type { CallToolResult } from '@modelcontextprotocol/server';
import type { EngineError } from '../../base/errors/index.ts';
import type { Json, JsonObject } from '../../base/json/index.ts';
import type { Redactor } from '../../base/secret/index.ts';
import { boundResult } from './bound-result.ts';
import { redactValues } from './redact-values.ts';
import type { Tool } from './tool.ts';

const toJson = (value: object): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;

/** Redacts and bounds a result. Redacts first, so that a secret is found whole. */
const toContent = (value: object, redact: Redactor, whole?: readonly string[]): JsonObject =>
  boundResult(redactValues(toJson(value), redact) as JsonObject, whole);

/** Formats the result of a tool, as structured content and as text for clients that show only that. */
export function formatResult(value: object, { whole }: Pick<Tool, 'whole'>, redact: Redactor): CallToolResult {
  const structuredContent = toContent(value, redact, whole);
  return {
    structuredContent: { ...structuredContent },
    content: [{ type: 'text', text: JSON.stringify(structuredContent) }],
  };
}

/** Returns the JSON pointer of an error, if it has one. */
const findPointer = ({ details: { pointer, path } }: EngineError): Json | undefined =>
  [pointer, path].find((one) => typeof one === 'string' && /^(?:\/|$)/.test(one));

/** Formats an error: its code, message, position and fix. */
export function formatToolError(error: EngineError, redact: Redactor): CallToolResult {
  const { code, message, fix } = error;
  const pointer = findPointer(error);
  const shown = toContent({ code, message, ...(pointer === undefined ? {} : { pointer }), fix }, redact);
  const text = `${shown['code']}: ${shown['message']}\nfix: ${shown['fix']}`;
  return { isError: true, structuredContent: { error: shown }, content: [{ type: 'text', text }] };
}
