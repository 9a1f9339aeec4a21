import { signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { type Entity, inventory } from '../api/inventory.ts';
import type { Completion, QueryAnswer } from '../api/types.generated.ts';
import { useKeys } from '../app/keys.ts';
import { Icon } from '../components/icon.tsx';
import { toSentence } from '../components/message.tsx';
import { getQuery, setListQuery } from './list-query.ts';
import './query-bar.css';

const ASK_MS = 60;
const SHOW_MS = 220;

const EXAMPLES: Readonly<Record<Entity, string>> = {
  finding: 'severity >= 4 and status:[NEW, REOPENED]   — or a word, or findings.vendorProductName:"…"',
  asset: 'inventory:(source:"…") and findings.severity >= 4   — or a word',
};

/** The text of the query as it is typed, what the server makes of it, and what could be typed next. */
function createBar(entity: Entity) {
  const text = signal(getQuery());
  const answer = signal<QueryAnswer | undefined>(undefined);
  const isOpen = signal(false);
  const at = signal(-1);
  /** What the answer was about. */
  let answered = '';
  let stop = new AbortController();
  let [asking, showing]: (ReturnType<typeof setTimeout> | undefined)[] = [];

  const show = (typing: boolean) => {
    clearTimeout(showing);
    if (answer.value?.issues.length === 0 && text.value !== getQuery()) setListQuery(text.value, { typing });
  };

  /** `over`: what the page showed when the text was typed; where nobody typed, nothing is to be asked for. */
  const read = async (cursor: number, over?: string) => {
    stop.abort();
    stop = new AbortController();
    const { signal: gone } = stop;
    const about = text.value;
    const got = await inventory.read({ entity, text: about, cursor }, gone).catch(() => undefined);
    if (gone.aborted || !got) return;
    // An answer may come between the key that picks and the one that takes: what is picked stays picked.
    const picked = answer.value?.completions.options[at.value];
    at.value = got.completions.options.findIndex(({ text, kind }) => text === picked?.text && kind === picked.kind);
    answer.value = got;
    answered = about;
    // Whoever went back or followed a link meanwhile wants that, and not what was typed before.
    if (over !== undefined) showing = setTimeout(() => getQuery() === over && show(true), SHOW_MS);
  };

  const write = (next: string, cursor: number) => {
    text.value = next;
    clearTimeout(asking);
    clearTimeout(showing);
    const over = getQuery();
    asking = setTimeout(() => void read(cursor, over), ASK_MS);
  };

  return {
    text,
    answer,
    isOpen,
    at,
    show,
    write,
    read,
    /** The text after a completion is taken, and where the cursor stands then. */
    taken({ text: inserted, kind }: Completion) {
      const { from, to } = answer.value?.completions ?? { from: 0, to: 0 };
      const space = kind === 'word' || kind === 'value' ? ' ' : '';
      const head = text.value.slice(0, from) + inserted + space;
      // What was typed since the answer came belongs to the word that it completes.
      const typed = text.value.length - answered.length;
      return { text: head + text.value.slice(Math.max(from, to + typed)), cursor: head.length };
    },
    stop() {
      clearTimeout(asking);
      clearTimeout(showing);
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
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys, as a combobox does
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in that field
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
  const issues = bar.answer.value?.issues ?? [];
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
    </div>
  );
};

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Asks for records in the query language: live errors, completion of fields and values. */
export function QueryBar({ entity }: { readonly entity: Entity }) {
  const input = useRef<HTMLInputElement>(null);
  const bar = useMemo(() => createBar(entity), [entity]);
  const asked = getQuery();
  useEffect(() => bar.stop, [bar]);
  // What a facet, a link or the browser's back asks for stands in the bar, too.
  useEffect(() => {
    if (bar.text.peek() === asked && bar.answer.peek()) return;
    bar.text.value = asked;
    void bar.read(asked.length);
  }, [asked]);
  useKeys(
    {
      '/': (event) => {
        event.preventDefault();
        input.current?.focus();
      },
    },
    [],
  );
  const options = bar.answer.value?.completions.options ?? [];
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
          aria-describedby={isOpen ? undefined : 'query-issues'}
          aria-invalid={(bar.answer.value?.issues.length ?? 0) > 0}
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
            aria-label="Clear the query"
            onClick={() => setListQuery('')}
          >
            <Icon name="close" />
          </button>
        )}
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
      {/* The list of completions would hide what is wrong with a text that is not written to its end. */}
      {!isOpen && <Issues bar={bar} />}
    </div>
  );
}
