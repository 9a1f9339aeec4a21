import { computed, signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { type Entity, inventory } from '../api/inventory.ts';
import { setPendingTimeout } from '../api/pending.ts';
import type { Completion, QueryResponse } from '../api/types.generated.ts';
import { useKeys } from '../app/keys.ts';
import { Icon } from '../components/icon.tsx';
import { Kbd } from '../components/kbd.tsx';
import { toSentence } from '../components/message.tsx';
import { getQuery, setListQuery } from './list-query.ts';
import './query-bar.css';

const READ_MS = 60;
const SHOW_MS = 220;

const EXAMPLES: Readonly<Record<Entity, string>> = {
  finding: 'Text or query, for example severity >= 4 and status:[NEW, REOPENED]',
  asset: 'Text or query, for example criticality:High and findings.severity >= 4',
};

/** Kinds of completions that complete a word of the query. */
const COMPLETED: ReadonlySet<string> = new Set(['field', 'group', 'value']);

const unquote = (text: string): string => text.replace(/^"/, '').toLowerCase();

/** Returns the last word if it begins a name or a value: as it is, it would probably match nothing. */
function findHalfTyped(text: string, { completions }: QueryResponse): string | undefined {
  const { from, to, options } = completions;
  const word = text.slice(from, to);
  const begins = ({ kind, text: option }: Completion) =>
    COMPLETED.has(kind) && option.length > word.length && unquote(option).startsWith(unquote(word));
  return word !== '' && options.some(begins) ? word : undefined;
}

/** State of the query bar: the typed text, and the issues and completions that the server returned for it. */
function createBar(entity: Entity) {
  const text = signal(getQuery());
  const response = signal<QueryResponse | undefined>(undefined);
  const isOpen = signal(false);
  const halfTyped = computed(() =>
    response.value && text.value !== getQuery() ? findHalfTyped(text.value, response.value) : undefined,
  );
  const at = signal(-1);
  /** Query that the bar set itself, until the list has followed. */
  let submitted: string | undefined;
  /** Text that `response` is about. */
  let answeredText = '';
  let stop = new AbortController();
  let cancelRead = () => {};
  let cancelShow = () => {};

  const show = (typing: boolean) => {
    cancelShow();
    // Without a response about this text, it is not known whether the query is valid.
    if (answeredText !== text.value) {
      if (!typing) void read(text.value.length).then(() => answeredText === text.value && show(false));
      return;
    }
    if (response.value?.issues.length !== 0 || text.value === getQuery()) return;
    if (typing && halfTyped.peek() !== undefined) return;
    submitted = text.value;
    setListQuery(submitted, { typing });
  };

  /** Shows the list query in the bar. Text that was typed since the bar set that query itself is not overwritten. */
  const follow = (listQuery: string) => {
    const isOwn = submitted === listQuery;
    submitted = undefined;
    if (isOwn || (text.peek() === listQuery && response.peek())) return;
    text.value = listQuery;
    void read(listQuery.length);
  };

  /** Reads the typed text. `shownQuery` is the query of the list when the user typed; without it, the list stays as it is. */
  const read = async (cursor: number, shownQuery?: string) => {
    stop.abort();
    stop = new AbortController();
    const { signal: stopSignal } = stop;
    const requested = text.value;
    const next = await inventory.read({ entity, text: requested, cursor }, stopSignal).catch(() => undefined);
    if (stopSignal.aborted || !next) return;
    // The response may arrive between selecting and accepting a completion: keep the selection.
    const picked = response.value?.completions.options[at.value];
    at.value = next.completions.options.findIndex(({ text, kind }) => text === picked?.text && kind === picked.kind);
    response.value = next;
    answeredText = requested;
    // A navigation in the meantime takes precedence over the typed text.
    if (shownQuery !== undefined)
      cancelShow = setPendingTimeout(() => getQuery() === shownQuery && show(true), SHOW_MS);
  };

  const write = (next: string, cursor: number) => {
    text.value = next;
    cancelRead();
    cancelShow();
    const shownQuery = getQuery();
    cancelRead = setPendingTimeout(() => void read(cursor, shownQuery), READ_MS);
  };

  return {
    text,
    response,
    halfTyped,
    isOpen,
    at,
    show,
    write,
    follow,
    /** Returns the text and the cursor position after a completion is accepted. */
    taken({ text: inserted, kind }: Completion) {
      const { from, to } = response.value?.completions ?? { from: 0, to: 0 };
      const space = kind === 'word' || kind === 'value' ? ' ' : '';
      const head = text.value.slice(0, from) + inserted + space;
      // Text that was typed after the response belongs to the completed word.
      const typed = text.value.length - answeredText.length;
      return { text: head + text.value.slice(Math.max(from, to + typed)), cursor: head.length };
    },
    stop() {
      cancelRead();
      cancelShow();
      stop.abort();
    },
  };
}

type Bar = ReturnType<typeof createBar>;

const Option = ({ option, at, bar, onTake }: { option: Completion; at: number; bar: Bar; onTake: () => void }) => {
  const ref = useRef<HTMLDivElement>(null);
  const isActive = bar.at.value === at;
  useEffect(() => {
    if (isActive) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above handles the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox
    <div
      ref={ref}
      id={`completion-${at}`}
      class="completion"
      role="option"
      aria-selected={isActive}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      <span class="mono">{option.text}</span>
      <span class="muted">{option.detail}</span>
    </div>
  );
};

const Issues = ({ bar }: { readonly bar: Bar }) => {
  const issues = bar.response.value?.issues ?? [];
  const halfTyped = bar.halfTyped.value;
  return (
    <div id="query-issues" class="query-issues" role="status" aria-live="polite">
      {issues.map(({ code, message, fix, from, to }) => (
        <p key={`${code} ${from}`}>
          <Icon name="alert" />
          <span>
            {to > from && (
              <>
                <code>{bar.text.value.slice(from, to)}</code>{' '}
              </>
            )}
            <b>{toSentence(message)}</b> {fix} <code class="muted">{code}</code>
          </span>
        </p>
      ))}
      {issues.length === 0 && halfTyped !== undefined && (
        <p class="muted">
          <span>
            The list shows the last complete query. Press <Kbd keys="Enter" /> to search for <code>{halfTyped}</code>.
          </span>
        </p>
      )}
    </div>
  );
};

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Input for the query language with live errors and completion of fields and values. */
export function QueryBar({ entity }: { readonly entity: Entity }) {
  const input = useRef<HTMLInputElement>(null);
  const bar = useMemo(() => createBar(entity), [entity]);
  const listQuery = getQuery();
  useEffect(() => bar.stop, [bar]);
  // Facets, links and the browser's back change the query, and the bar follows.
  useEffect(() => bar.follow(listQuery), [listQuery]);
  useKeys(
    {
      '/': (event) => {
        event.preventDefault();
        input.current?.focus();
      },
    },
    [],
  );
  const options = bar.response.value?.completions.options ?? [];
  const isOpen = bar.isOpen.value && options.length > 0;
  const take = (option: Completion | undefined) => {
    if (!option || !input.current) return;
    const next = bar.taken(option);
    input.current.value = next.text;
    input.current.setSelectionRange(next.cursor, next.cursor);
    bar.write(next.text, next.cursor);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key] ?? 0;
    if (step !== 0 && options.length > 0) {
      event.preventDefault();
      bar.isOpen.value = true;
      bar.at.value = (bar.at.value + step + options.length) % options.length;
    } else if (event.key === 'Enter' || (event.key === 'Tab' && isOpen && bar.at.value >= 0)) {
      event.preventDefault();
      if (isOpen && bar.at.value >= 0) take(options[bar.at.value]);
      else {
        bar.isOpen.value = false;
        bar.show(false);
      }
    } else if (event.key === 'Escape') bar.isOpen.value = false;
  };
  const onInput = () => {
    if (!input.current) return;
    bar.isOpen.value = true;
    bar.write(input.current.value, input.current.selectionStart ?? input.current.value.length);
  };
  return (
    <div class="query-bar">
      <div class="query-field">
        <input
          ref={input}
          class="query-input mono"
          type="text"
          role="combobox"
          aria-label={`Query for ${entity}s`}
          aria-expanded={isOpen}
          aria-controls="completions"
          aria-autocomplete="list"
          aria-activedescendant={isOpen && bar.at.value >= 0 ? `completion-${bar.at.value}` : undefined}
          aria-describedby="query-issues"
          aria-invalid={(bar.response.value?.issues.length ?? 0) > 0}
          placeholder={EXAMPLES[entity]}
          spellcheck={false}
          autocomplete="off"
          value={bar.text.value}
          onInput={onInput}
          onKeyDown={onKeyDown}
          onClick={() => {
            bar.isOpen.value = true;
          }}
          onBlur={() => {
            bar.isOpen.value = false;
          }}
        />
        {bar.text.value !== '' && (
          <button
            type="button"
            class="button button-icon query-clear"
            aria-label="Clear query"
            onClick={() => setListQuery('')}
          >
            <Icon name="close" />
          </button>
        )}
        <Issues bar={bar} />
        <div id="completions" class="completions" role="listbox" aria-label="Completions" hidden={!isOpen}>
          {isOpen &&
            options.map((option, at) => (
              <Option
                key={`${option.kind} ${option.text}`}
                option={option}
                at={at}
                bar={bar}
                onTake={() => take(option)}
              />
            ))}
        </div>
      </div>
    </div>
  );
}
