import { useState } from 'preact/hooks';
import { toErrorBody } from '../api/client.ts';
import { draftApi } from '../api/drafts.ts';
import type { Draft, DraftRequest, ErrorBody } from '../api/types.generated.ts';
import { useLeaveGuard } from '../app/leave-guard.tsx';
import { Button } from '../components/button.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Field } from '../components/field.tsx';
import { Icon } from '../components/icon.tsx';
import { Page } from '../components/page.tsx';

const KINDS = [
  ['', 'Detect automatically'],
  ['curl', 'curl command'],
  ['har', 'HAR file'],
  ['openapi', 'OpenAPI or Swagger document'],
  ['postman', 'Postman collection'],
  ['airbyte', 'Airbyte manifest'],
  ['sample', 'Response body: JSON, NDJSON, CSV, XML'],
  ['manifest', 'Mapwright manifest'],
] as const;

const ENTITIES = [
  ['finding', 'Findings'],
  ['asset', 'Assets'],
  ['item', 'The items as they are'],
] as const;

const HINT = `curl 'https://api.acme.example/v1/issues?page=1' \\
  -H 'Authorization: Bearer …'`;

/** Largest source that the server accepts. */
const MOST_BYTES = 32_000_000;

const isCommand = (text: string): boolean => /^\s*(?:\$\s+)?(?:\S*[\\/])?curl(?:\.exe)?\s/i.test(text);

interface Choices {
  readonly control: object;
  readonly value: string;
  readonly rows: readonly (readonly [value: string, title: string])[];
  readonly onChange: (value: string) => void;
}

const Choice = ({ control, value, rows, onChange }: Choices) => (
  <select
    {...control}
    class="form-input"
    value={value}
    onChange={(event) => onChange((event.target as HTMLSelectElement).value)}
  >
    {rows.map(([one, title]) => (
      <option key={one} value={one}>
        {title}
      </option>
    ))}
  </select>
);

interface SourceFormProps {
  readonly onDraft: (draft: Draft) => void;
}

/** First step: a pasted or dropped source, and the records that it gives. */
export function SourceForm({ onDraft }: SourceFormProps) {
  const [text, setText] = useState('');
  const [response, setResponse] = useState('');
  const [kind, setKind] = useState('');
  const [entity, setEntity] = useState('finding');
  const [error, setError] = useState<ErrorBody | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [isOver, setOver] = useState(false);
  // The source can contain secrets, so the browser does not store it.
  useLeaveGuard(
    {
      title: () => 'the source of a new connector',
      isEdited: () => text.trim() !== '' || response.trim() !== '',
      keeps: ({ pathname }) => pathname === window.location.pathname,
    },
    [text, response],
  );
  const create = async (request: DraftRequest) => {
    setBusy(true);
    setError(undefined);
    try {
      onDraft(await draftApi.create(request));
    } catch (thrown) {
      setError(toErrorBody(thrown));
      setBusy(false);
    }
  };
  const readFile = async (file: File | undefined) => {
    setOver(false);
    if (!file) return;
    if (file.size <= MOST_BYTES) return setText(await file.text());
    const message = `${file.name} has ${Math.ceil(file.size / 1e6)} MB.`;
    setError({
      code: 'STUDIO_TOO_LARGE',
      message,
      fix: 'Use a file of at most 32 MB, such as a HAR file of fewer requests.',
    });
  };
  const submit = () =>
    create({
      text,
      entity,
      ...(kind === '' ? {} : { kind: kind as NonNullable<DraftRequest['kind']> }),
      ...(isCommand(text) && response.trim() !== '' ? { response } : {}),
    });
  return (
    <Page
      title="New connector"
      within={[{ href: '/', title: 'Catalogue' }]}
      note="Paste what you have. The studio proposes the rest, and you accept or change each part."
    >
      <form
        class={`panel source-form ${isOver ? 'source-form-over' : ''}`}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          void readFile(event.dataTransfer?.files[0]);
        }}
      >
        <Field
          label="Source"
          help="A curl command, a HAR file, an OpenAPI document, a Postman collection, an Airbyte manifest, or a response body in JSON, NDJSON, CSV or XML. Keys and passwords in it become settings; their values are not kept."
          aside={
            <label class="button button-quiet source-file">
              <Icon name="upload" /> Open a file, or drop it here
              <input
                class="visually-hidden"
                type="file"
                onChange={(event) => void readFile((event.target as HTMLInputElement).files?.[0])}
              />
            </label>
          }
        >
          {(control) => (
            <textarea
              {...control}
              class="form-input mono"
              rows={12}
              spellcheck={false}
              placeholder={HINT}
              value={text}
              onInput={(event) => setText((event.target as HTMLTextAreaElement).value)}
            />
          )}
        </Field>
        {isCommand(text) && (
          <Field
            label="Response body"
            help="Optional. With it, the studio also proposes the list, the paginator and the map."
          >
            {(control) => (
              <textarea
                {...control}
                class="form-input mono"
                rows={6}
                spellcheck={false}
                value={response}
                onInput={(event) => setResponse((event.target as HTMLTextAreaElement).value)}
              />
            )}
          </Field>
        )}
        <div class="form-row">
          <Field label="Kind of source">
            {(control) => <Choice control={control} value={kind} rows={KINDS} onChange={setKind} />}
          </Field>
          <Field label="Records" help="What the items describe">
            {(control) => <Choice control={control} value={entity} rows={ENTITIES} onChange={setEntity} />}
          </Field>
        </div>
        {error && <ErrorPanel error={error} />}
        <div class="source-actions">
          <button type="submit" class="button button-primary" disabled={busy || text.trim() === ''}>
            {busy ? 'Reading…' : 'Create draft'}
          </button>
          <Button disabled={busy} onClick={() => void create({ entity })}>
            Start empty
          </Button>
        </div>
      </form>
    </Page>
  );
}
