import { Field } from '../parts/field.tsx';
import type { Wizard } from './model.ts';

/** A filter as a manifest describes it. */
export interface FilterSpec {
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

/** Filters in the vendor's own language, where the manifest has some. */
export function Filters({ wizard }: Pick<FilterProps, 'wizard'>) {
  const filters = Object.entries(wizard.connector.filters as Readonly<Record<string, FilterSpec>>);
  if (filters.length === 0)
    return <p class="muted">This connector takes no filters: all that the account sees is read.</p>;
  return (
    <>
      {filters.map(([stream, spec]) => (
        <Filter key={stream} wizard={wizard} stream={stream} spec={spec} />
      ))}
    </>
  );
}
