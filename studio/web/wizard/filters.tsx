import { useEffect, useState } from 'preact/hooks';
import { toErrorBody } from '../api/client.ts';
import { connections } from '../api/platform.ts';
import type { ErrorBody, FiltersResponse } from '../api/types.generated.ts';
import { Button } from '../components/button.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Field } from '../components/field.tsx';
import { toSentence } from '../components/message.tsx';
import { useLatest } from '../inventory/use-latest.ts';
import type { Wizard } from './model.ts';
import { mergeSecrets } from './request.ts';

/** Filter as described by the manifest. */
interface FilterSpec {
  readonly syntax?: string;
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly string[];
  readonly fields?: readonly { readonly label: string; readonly text: string }[];
}

interface FilterProps {
  readonly wizard: Wizard;
  readonly stream: string;
  readonly spec: FilterSpec;
}

interface TypedFilter {
  readonly connector: string;
  readonly filter: string;
  readonly text: string;
}

/** Issues of a filter, reported while it is typed. */
function FilterIssues(typed: TypedFilter) {
  const { value } = useLatest(JSON.stringify(typed), async (signal) =>
    typed.text === '' ? { issues: [] } : connections.filter(typed, signal),
  );
  return (
    <div role="status">
      {value.value?.issues.map(({ severity, message, fix, position }) => (
        <p key={`${position} ${message}`} class={severity === 'error' ? 'form-problem' : 'form-warning'}>
          <b>{toSentence(message)}</b> {fix}
        </p>
      ))}
    </div>
  );
}

function Filter({
  wizard,
  stream,
  spec: { title = stream, description = '', examples = [], fields = [], syntax },
}: FilterProps) {
  const { filters } = wizard.draft.value;
  const write = (text: string) => {
    const { [stream]: _, ...rest } = filters;
    wizard.change({ filters: text === '' ? rest : { ...rest, [stream]: text } });
  };
  return (
    <div class="filter-field">
      <Field label={`Filter: ${title}`} help={description} aside={<span class="form-needed">{syntax}</span>}>
        {(control) => (
          <textarea
            {...control}
            class="form-input mono"
            rows={2}
            spellcheck={false}
            placeholder={examples[0]}
            value={filters[stream] ?? ''}
            onInput={(event) => write((event.target as HTMLTextAreaElement).value)}
          />
        )}
      </Field>
      <FilterIssues connector={wizard.connector.connector.id} filter={stream} text={filters[stream] ?? ''} />
      <p class="filter-examples">
        {examples.map((example) => (
          <button key={example} type="button" class="chip chip-button mono" onClick={() => write(example)}>
            {example}
          </button>
        ))}
      </p>
      {fields.length > 0 && (
        <ul class="form-help">
          {fields.map(({ label, text }) => (
            <li key={label}>
              <code>{label}</code> {text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

type Match = FiltersResponse['matches'][number];

const formatMatches = ({ items, more }: Match['all']): string => `${more ? 'at least ' : ''}${items}`;

const Matches = ({ matches }: { readonly matches: readonly Match[] }) => (
  <ul role="status">
    {matches.map(({ stream, filtered, all }) => (
      <li key={stream}>
        <b>
          {stream}: matches {formatMatches(filtered)} of {formatMatches(all)}
        </b>
        {filtered.items === 0 && ' No item would be read. Check that the values are spelled as the vendor spells them.'}
      </li>
    ))}
  </ul>
);

/** Button that counts how many items of the vendor's first page match the filters. */
function FilterPreview({ wizard }: Pick<FilterProps, 'wizard'>) {
  const [matches, setMatches] = useState<readonly Match[]>([]);
  const [error, setError] = useState<ErrorBody | undefined>(undefined);
  const [isGoing, setIsGoing] = useState(false);
  const { editing, connector, draft, secrets } = wizard;
  const filters = draft.value.filters;
  useEffect(() => setMatches([]), [JSON.stringify(filters)]);
  const countMatches = async () => {
    setIsGoing(true);
    try {
      const isSaved = editing !== undefined && Object.keys(secrets.value).length === 0;
      const { matches: found } = isSaved
        ? await connections.filtersSaved(editing.id, { filters })
        : await connections.filters({
            connector: connector.connector.id,
            settings: mergeSecrets(wizard),
            filters,
          });
      setMatches(found);
      setError(undefined);
    } catch (thrown) {
      setError(toErrorBody(thrown));
    }
    setIsGoing(false);
  };
  return (
    <div class="filter-tried">
      <Button disabled={isGoing || Object.keys(filters).length === 0} onClick={() => void countMatches()}>
        {isGoing ? 'Counting…' : 'Count matches'}
      </Button>
      <Matches matches={matches} />
      {error && <ErrorPanel error={error} />}
    </div>
  );
}

/** Filters in the query language of the vendor, as declared by the manifest. */
export function Filters({ wizard }: Pick<FilterProps, 'wizard'>) {
  const filters = Object.entries(wizard.connector.filters as Readonly<Record<string, FilterSpec>>);
  if (filters.length === 0)
    return <p class="muted">This connector has no filters. Everything that the account can access is read.</p>;
  return (
    <>
      {filters.map(([stream, spec]) => (
        <Filter key={stream} wizard={wizard} stream={stream} spec={spec} />
      ))}
      <FilterPreview wizard={wizard} />
    </>
  );
}
