import { useEffect, useMemo } from 'preact/hooks';
import type { PreviewResponse } from '../api/types.generated.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { formatCount } from '../components/format-count.ts';
import { Icon } from '../components/icon.tsx';
import { JsonText } from '../components/json-text.tsx';
import { Message } from '../components/message.tsx';
import { Select } from '../components/select.tsx';
import { createLivePreview, type LivePreview } from '../mapping/live-preview.ts';
import { readAt } from './manifest-content.ts';
import { proposeStream } from './map-proposals.tsx';
import { type DraftModel, editManifest, listNames } from './model.ts';
import type { ViewProps } from './problems-panel.tsx';

/** Items that the preview maps while the user types. */
const LIMIT = 50;

const findMap = ({ content }: DraftModel, stream: string): string | undefined =>
  listNames(content.value, '/maps').find((map) => readAt(content.value, `/maps/${map}/from`) === stream);

/** Preview of the map that reads a stream, over the sample of the stream. */
function usePreview(model: DraftModel, stream: string): LivePreview {
  const live = useMemo(
    () =>
      createLivePreview(() => {
        const sample = model.samples.value[stream];
        const map = findMap(model, stream);
        if (sample === undefined || sample.trim() === '' || map === undefined) return undefined;
        return { manifest: model.draft.text.value, map, sample, limit: LIMIT };
      }),
    [model, stream],
  );
  useEffect(() => live.stop, [live]);
  return live;
}

/** Reason why the sample gives no records, with the list that has the items. */
function NoRecords({ model, found }: { readonly model: DraftModel; readonly found: PreviewResponse['noRecords'] }) {
  if (!found) return null;
  const { message, proposal } = found;
  return (
    <p class="sample-notice" role="status">
      <Icon name="alert" /> <span>{message.replaceAll('`', '')}</span>
      {proposal && (
        <Button onClick={() => editManifest(model, [{ to: proposal.pointer, value: proposal.records }])}>
          Use <code>{proposal.list}</code>
        </Button>
      )}
    </p>
  );
}

function Result({ model, live }: { readonly model: DraftModel; readonly live: LivePreview }) {
  const error = live.error.value;
  const good = live.good.value;
  if (error)
    return (
      <p class="sample-notice sample-error" role="alert">
        <Icon name="alert" />
        <span>
          <Message {...error} />
        </span>
      </p>
    );
  if (!good) return null;
  const { items, records, rejects } = good.totals;
  const first = good.items.find(({ record }) => record !== undefined)?.record;
  const reject = good.items.find((item) => item.rejects.length > 0)?.rejects[0];
  return (
    <>
      <NoRecords model={model} found={good.noRecords} />
      <p class="proposal-bar">
        <Chip tone={records > 0 && rejects === 0 ? 'ok' : 'warn'}>
          {formatCount(items, 'item')}, {formatCount(records, 'record')}
        </Chip>
        {rejects > 0 && <Chip tone="warn">{formatCount(rejects, 'reject')}</Chip>}
      </p>
      {reject && (
        <p class="sample-notice">
          <Icon name="alert" />
          <span>
            <Message {...reject} />
          </span>
        </p>
      )}
      {first && (
        <>
          <h2>First record</h2>
          <JsonText label="First record" value={first} />
        </>
      )}
    </>
  );
}

function StreamSample({ model, stream }: { readonly model: DraftModel; readonly stream: string }) {
  const live = usePreview(model, stream);
  const sample = model.samples.value[stream] ?? '';
  const isEmpty = sample.trim() === '';
  const hasMap = findMap(model, stream) !== undefined;
  return (
    <>
      <textarea
        class="form-input mono"
        rows={10}
        spellcheck={false}
        aria-label={`Sample of ${stream}`}
        placeholder="Paste a response body of this stream: JSON, NDJSON, CSV or XML"
        value={sample}
        onInput={(event) => {
          model.samples.value = { ...model.samples.peek(), [stream]: (event.target as HTMLTextAreaElement).value };
        }}
      />
      <div class="source-actions">
        <Button disabled={isEmpty} onClick={() => void proposeStream(model, stream)}>
          Propose list and paginator
        </Button>
        <Button disabled={isEmpty} onClick={() => void proposeStream(model, stream, 'finding')}>
          Map to findings
        </Button>
        <Button disabled={isEmpty} onClick={() => void proposeStream(model, stream, 'asset')}>
          Map to assets
        </Button>
      </div>
      {hasMap && <Result model={model} live={live} />}
    </>
  );
}

/** Sample of a stream: what the stream and its map make of it, and what it lets the studio propose. */
export function SamplePanel({ model }: ViewProps) {
  const streams = listNames(model.content.value, '/streams');
  const { sampled } = model;
  const stream = streams.includes(sampled.value) ? sampled.value : streams[0];
  if (stream === undefined) return <p class="draft-note">The manifest has no stream.</p>;
  return (
    <div class="draft-scroll">
      <div class="proposal-bar">
        <Select
          label="Stream"
          value={stream}
          choices={streams.map((one) => ({ value: one, title: one }))}
          onChange={(chosen) => {
            sampled.value = chosen;
          }}
        />
      </div>
      <StreamSample key={stream} model={model} stream={stream} />
    </div>
  );
}
