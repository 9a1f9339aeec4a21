import { TextDecoder } from 'node:util';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';

const isCharset = (label: string): boolean => {
  try {
    return new TextDecoder(label) !== undefined;
  } catch {
    return false;
  }
};

function* findUnknownCharsets({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, { decoder }] of Object.entries(manifest.streams)) {
    if (decoder?.charset === undefined || isCharset(decoder.charset)) continue;
    yield {
      path: pointerTo('streams', name, 'decoder', 'charset'),
      message: `unknown charset "${decoder.charset}"`,
      fix: 'Use a label of the WHATWG Encoding Standard, such as utf-8, windows-1252 or shift_jis.',
    };
  }
}

function* findIdleEntries({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, { decoder }] of Object.entries(manifest.streams)) {
    const { entry, container = 'auto' } = decoder ?? {};
    if (entry === undefined || container === 'auto' || container === 'zip') continue;
    yield {
      path: pointerTo('streams', name, 'decoder', 'entry'),
      message: `"entry" has no effect with "container": "${container}"`,
      fix: 'Set "container": "zip", or remove "entry".',
    };
  }
}

export const DECODER_RULES = {
  'decoder/charset': { sentence: 'Charsets are known.', severity: 'error', check: findUnknownCharsets },
  'decoder/entry': { sentence: 'Only zip archives have entries.', severity: 'warning', check: findIdleEntries },
} as const satisfies Record<string, Rule>;
