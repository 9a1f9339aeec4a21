import { isReadFormat } from '../../../base/time/index.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';

/** Options of a cursor that apply to some types and sources only. */
const CURSOR_OPTIONS = [
  { option: 'readFormat', needs: { type: 'datetime' } },
  { option: 'format', needs: { type: 'datetime' } },
  { option: 'zone', needs: { type: 'datetime' } },
  { option: 'lookback', needs: { type: 'datetime' } },
  { option: 'clientSide', needs: { from: 'item' } },
  { option: 'order', needs: { from: 'item' } },
  { option: 'header', needs: { from: 'header' } },
] as const;

function* findIdleCursorOptions({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, { incremental }] of Object.entries(manifest.streams)) {
    if (!incremental) continue;
    const { type, from = 'item' } = incremental;
    for (const { option, needs } of CURSOR_OPTIONS) {
      if (incremental[option] === undefined) continue;
      const [[key = '', value] = []] = Object.entries(needs);
      if (value === (key === 'type' ? type : from)) continue;
      yield {
        path: pointerTo('streams', name, 'incremental', option),
        message: `"${option}" has no effect here`,
        fix: `Remove it, or set "${key}": "${value}".`,
      };
    }
  }
}

function* findIncompleteFormats({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, { incremental }] of Object.entries(manifest.streams)) {
    for (const format of [incremental?.readFormat ?? []].flat()) {
      if (isReadFormat(format)) continue;
      yield {
        path: pointerTo('streams', name, 'incremental', 'readFormat'),
        message: `no date can be read by "${format}": it has no year, month or day`,
        fix: 'Use a named format or a pattern with yyyy, MM and dd, such as dd-MM-yyyy HH:mm.',
      };
    }
  }
}

function* findSharedTokens({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, stream] of Object.entries(manifest.streams)) {
    if (!stream.partitions || stream.incremental?.type !== 'token' || stream.incremental.scope === 'partition')
      continue;
    yield {
      path: pointerTo('streams', name, 'incremental'),
      message: `all partitions of "${name}" would share one token`,
      fix: 'Set "scope": "partition": a token belongs to the partition whose response contained it.',
    };
  }
}

export const CURSOR_RULES = {
  'cursor/option': {
    sentence: 'Options of a cursor apply to its type and source.',
    severity: 'warning',
    check: findIdleCursorOptions,
  },
  'cursor/format': {
    sentence: 'Formats of cursors contain a whole date.',
    severity: 'error',
    check: findIncompleteFormats,
  },
  'cursor/shared': {
    sentence: 'Each partition has its own token.',
    severity: 'error',
    check: findSharedTokens,
  },
} as const satisfies Record<string, Rule>;
