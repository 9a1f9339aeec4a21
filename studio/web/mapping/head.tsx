import { navigate } from '../app/router.ts';
import { ScreenHead } from '../app/shell.tsx';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { formatCount, formatNumber } from '../components/format-count.ts';
import { Icon } from '../components/icon.tsx';
import { Kbd } from '../components/kbd.tsx';
import { Message } from '../components/message.tsx';
import { Select } from '../components/select.tsx';
import { canSave, downloadMap, reset, save, share } from './actions.ts';
import { changeRecordList, type MappingModel, nextProblem } from './model.ts';
import type { OpenDialog } from './screen.tsx';
import { isProblem } from './target-status.tsx';

interface HeadProps {
  readonly mapping: MappingModel;
  readonly onDialog: (dialog: OpenDialog) => void;
}

const Problems = ({ mapping }: { readonly mapping: MappingModel }) => {
  const rows = mapping.targets.value;
  const count = rows.filter(isProblem).length;
  const good = mapping.live.good.value;
  const { items = 0, records = 0, rejects = 0 } = good?.totals ?? {};
  if (rows.length === 0) return null;
  if (count === 0 && good?.noRecords) return <Chip tone="warn">! no records</Chip>;
  if (count === 0 && rejects > 0)
    return (
      <Chip tone="warn">
        ! {formatCount(rejects, 'reject')} in {formatCount(items, 'item')}
      </Chip>
    );
  if (count === 0)
    return (
      <Chip tone={good?.part ? 'plain' : 'ok'}>
        {!good?.part && '✓ '}
        {formatCount(rows.length, 'target')} valid in {formatCount(records, 'record')}
      </Chip>
    );
  return (
    <>
      <Chip tone="warn">
        {count} of {rows.length} targets {count === 1 ? 'has' : 'have'} problems in {formatCount(items, 'item')}
      </Chip>
      <Button onClick={() => nextProblem(mapping)}>
        Next problem <Kbd keys="." />
      </Button>
    </>
  );
};

/** States that only the first items of a large sample are mapped yet. */
const Rest = ({ mapping: { live } }: { readonly mapping: MappingModel }) => {
  const part = live.good.value?.part;
  if (!part) return null;
  const failed = live.restError.value;
  const mapped = `first ${formatNumber(part.items)} of ${formatCount(part.of, 'item')}`;
  return (
    <Chip tone={failed ? 'warn' : 'plain'} title={failed ? `${failed.message} ${failed.fix}` : ''}>
      <span role="status">
        {mapped}
        {failed ? ': the rest was not mapped' : ', mapping the rest…'}
      </span>
    </Chip>
  );
};

/** Error that keeps the preview at the last valid result. */
const Stale = ({ mapping: { live } }: { readonly mapping: MappingModel }) => {
  const error = live.error.value;
  if (!error) return null;
  return (
    <p class="stale" role="alert">
      <Icon name="alert" />
      <span>
        <Message {...error} />
        {live.good.value && <span class="muted"> Showing the last valid result.</span>}
      </span>
    </p>
  );
};

/** Text in which backticks mark code. */
const MarkedText = ({ text }: { readonly text: string }) => (
  <>{text.split('`').map((part, at) => (at % 2 === 1 ? <code key={part}>{part}</code> : part))}</>
);

/** Reason why the sample gives no records, with the change that selects its items. */
const NoRecords = ({ mapping }: { readonly mapping: MappingModel }) => {
  const reason = mapping.live.good.value?.noRecords;
  if (!reason || mapping.live.error.value) return null;
  const { message, proposal } = reason;
  return (
    <div class="notice" role="status">
      <Icon name="alert" />
      <span>
        <b>No records.</b> <MarkedText text={message} />
      </span>
      {proposal && (
        <Button onClick={() => changeRecordList(mapping, proposal)}>
          Use <code>{proposal.list}</code>
        </Button>
      )}
    </div>
  );
};

const Took = ({ mapping: { live } }: { readonly mapping: MappingModel }) => (
  <span class={`took mono ${live.busy.value ? 'took-busy' : ''}`} title="Engine time for this preview">
    {live.good.value ? `${live.good.value.ms.toFixed(live.good.value.ms < 10 ? 1 : 0)} ms` : ''}
  </span>
);

function Actions({ mapping, onDialog }: HeadProps) {
  const { draft, edited } = mapping;
  return (
    <>
      <Button kind="icon" label="Undo" disabled={!draft.canUndo.value} onClick={draft.undo}>
        <Icon name="undo" />
      </Button>
      <Button kind="icon" label="Redo" disabled={!draft.canRedo.value} onClick={draft.redo}>
        <Icon name="redo" />
      </Button>
      {edited.value && <Button onClick={() => reset(mapping)}>Reset</Button>}
      <Button onClick={() => void share(mapping)}>
        <Icon name="share" /> Share
      </Button>
      <Button onClick={() => onDialog('save-test')}>
        <Icon name="test" /> Save as test
      </Button>
      {canSave(mapping) ? (
        <Button kind="primary" disabled={!edited.value} onClick={() => void save(mapping)}>
          <Icon name="save" /> Save
        </Button>
      ) : (
        <Button onClick={() => downloadMap(mapping)} title="Download the map as a file for a connection">
          <Icon name="download" /> Export map
        </Button>
      )}
    </>
  );
}

/** Header of the mapping screen: connector, map, problem count and actions. */
export function Head({ mapping, onDialog }: HeadProps) {
  const { connector } = mapping.connector;
  const open = (map: string) => navigate(`/c/${encodeURIComponent(connector.id)}/map/${encodeURIComponent(map)}`);
  return (
    <>
      <ScreenHead>
        <div class="crumbs">
          <a href={`/c/${connector.id}`}>
            <h1>{connector.title}</h1>
          </a>
          <Icon name="right" />
          <Select
            label="Map"
            value={mapping.map}
            choices={connector.maps.map(({ name }) => ({ value: name, title: name }))}
            onChange={open}
          />
        </div>
        {mapping.edited.value ? (
          <Chip tone="accent" title="You are editing a copy. The default map does not change.">
            edited copy
          </Chip>
        ) : (
          <Chip title="Editing creates a copy">default map</Chip>
        )}
        <Problems mapping={mapping} />
        <Rest mapping={mapping} />
        <Took mapping={mapping} />
        <span class="grow" />
        <Actions mapping={mapping} onDialog={onDialog} />
      </ScreenHead>
      <Stale mapping={mapping} />
      <NoRecords mapping={mapping} />
    </>
  );
}
