import { ScreenHead } from '../app/shell.tsx';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { formatCount, formatNumber } from '../components/format-count.ts';
import { Icon } from '../components/icon.tsx';
import { Kbd } from '../components/kbd.tsx';
import { MarkedText } from '../components/marked-text.tsx';
import { Message } from '../components/message.tsx';
import { NotKept } from '../components/not-kept.tsx';
import { Select } from '../components/select.tsx';
import { canSave, downloadMap, reset, save, share } from './actions.ts';
import { OWN_SAMPLE } from './map-samples.ts';
import { changeRecordList, type MappingModel, nextProblem } from './model.ts';
import { RejectedItems } from './rejected-items.tsx';
import { formatSampleKey } from './stored.ts';
import { isProblem } from './target-status.tsx';
import type { OpenDialog } from './view.tsx';

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
      <Chip tone="warn" title={`${count} of ${rows.length} targets in ${formatCount(items, 'item')}`}>
        {count} of {rows.length} targets {count === 1 ? 'has' : 'have'} problems in {formatCount(items, 'item')}
      </Chip>
      <Button onClick={() => nextProblem(mapping)}>
        Next problem <Kbd keys="." />
      </Button>
    </>
  );
};

/** States that only the first items of a large sample are mapped yet, or why the rest is missing. */
const Rest = ({ mapping: { live } }: { readonly mapping: MappingModel }) => {
  const part = live.good.value?.part;
  const failed = live.restError.value;
  if (!part && !failed) return null;
  const mapped = part ? `first ${formatNumber(part.items)} of ${formatCount(part.of, 'item')}` : 'current item';
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

/** Warnings that a reload loses the draft or the custom sample. */
const Unkept = ({ mapping: { connector, map, draftKey, sampleName } }: { readonly mapping: MappingModel }) => (
  <>
    <NotKept of={draftKey.value} what="This draft is" />
    {sampleName.value === OWN_SAMPLE && (
      <NotKept of={formatSampleKey(connector.connector.id, map)} what="This sample is" />
    )}
  </>
);

const Took = ({ mapping: { live } }: { readonly mapping: MappingModel }) => (
  <span class={`took mono ${live.busy.value ? 'took-busy' : ''}`} title="Engine time for this preview">
    {live.good.value ? `${live.good.value.ms.toFixed(live.good.value.ms < 10 ? 1 : 0)} ms` : ''}
  </span>
);

/** Uses the map in the connection that is being set up, or in saved ones. */
function UseAction({ mapping, onDialog }: HeadProps) {
  const { custom, edited, map, place } = mapping;
  const id = custom.value?.id ?? '';
  const unsaved = edited.value ? 'Save the map first' : undefined;
  if (!place.setup)
    return (
      <Button disabled={edited.value} title={unsaved ?? 'Use in connection…'} onClick={() => onDialog('use-map')}>
        <Icon name="plug" /> <span class="head-words">Use in connection…</span>
      </Button>
    );
  const { chosen, use } = place.setup;
  const isUsed = chosen(map) === id;
  return (
    <Button disabled={edited.value || isUsed} title={unsaved} onClick={() => use(map, id)}>
      {isUsed ? '✓ Used in this connection' : 'Use in this connection'}
    </Button>
  );
}

function Actions({ mapping, onDialog }: HeadProps) {
  const { draft, edited, custom, maps, map, place } = mapping;
  const hasDefault = maps.some((one) => one.readOnly && one.map === map);
  return (
    <>
      <Button kind="icon" label="Undo" disabled={!draft.canUndo.value} onClick={draft.undo}>
        <Icon name="undo" />
      </Button>
      <Button kind="icon" label="Redo" disabled={!draft.canRedo.value} onClick={draft.redo}>
        <Icon name="redo" />
      </Button>
      {edited.value && <Button onClick={() => reset(mapping)}>Reset</Button>}
      <Button kind="icon" label="Share" onClick={() => void share(mapping)}>
        <Icon name="share" />
      </Button>
      {!custom.value && !place.setup && (
        <Button title="Save as test" onClick={() => onDialog('save-test')}>
          <Icon name="test" /> <span class="head-words">Save as test</span>
        </Button>
      )}
      <Button kind="icon" label="Export map" onClick={() => downloadMap(mapping)}>
        <Icon name="download" />
      </Button>
      <UseAction mapping={mapping} onDialog={onDialog} />
      {hasDefault && (
        <Button
          kind={canSave(mapping) ? 'plain' : 'primary'}
          title="Save as my map"
          onClick={() => onDialog('save-map')}
        >
          <Icon name="copy" /> <span class={canSave(mapping) ? 'head-words' : ''}>Save as my map</span>
        </Button>
      )}
      {canSave(mapping) && (
        <Button kind="primary" disabled={!edited.value} onClick={() => void save(mapping)}>
          <Icon name="save" /> Save
        </Button>
      )}
    </>
  );
}

/** Choices of the map select: each map of the connector, followed by the custom maps that replace it. */
const listMapChoices = ({ connector, maps }: MappingModel) =>
  connector.connector.maps.flatMap(({ name }) => [
    { value: JSON.stringify([name, '']), title: name },
    ...maps
      .filter((one) => !one.readOnly && one.map === name)
      .map((one) => ({ value: JSON.stringify([name, one.id]), title: `${name}: ${one.name}` })),
  ]);

const Kind = ({ mapping: { custom, edited } }: { readonly mapping: MappingModel }) => {
  if (custom.value)
    return edited.value ? (
      <Chip tone="accent" title="These changes are not saved yet.">
        unsaved changes
      </Chip>
    ) : (
      <Chip title="This map replaces the default in the connections that use it.">my map</Chip>
    );
  return edited.value ? (
    <Chip tone="accent" title="You are editing a copy. The default map does not change.">
      edited copy
    </Chip>
  ) : (
    <Chip title="Editing creates a copy">default map</Chip>
  );
};

/** Where the editor was opened from: the connection for which the map is edited, or the connector. */
const Crumb = ({ mapping: { connector, connection, place } }: { readonly mapping: MappingModel }) => {
  if (place.setup)
    return (
      <>
        <Button onClick={place.setup.close}>
          <Icon name="left" /> Back to the setup
        </Button>
        <h1>{place.setup.title}</h1>
        <Icon name="right" />
      </>
    );
  return (
    <>
      {connection && (
        <>
          <a href={`/connections/${encodeURIComponent(connection.id)}?tab=maps`}>{connection.name}</a>
          <Icon name="right" />
        </>
      )}
      <a href={`/c/${encodeURIComponent(connector.connector.id)}`}>
        <h1>{connector.connector.title}</h1>
      </a>
      <Icon name="right" />
    </>
  );
};

/** Header of the editor: connector, map, problem count and actions. */
export function Head({ mapping, onDialog }: HeadProps) {
  const open = (choice: string) => {
    const [map, custom] = JSON.parse(choice) as [string, string];
    mapping.place.open(map, custom);
  };
  return (
    <>
      <ScreenHead>
        <div class="crumbs">
          <Crumb mapping={mapping} />
          <Select
            label="Map"
            value={JSON.stringify([mapping.map, mapping.custom.value?.id ?? ''])}
            choices={listMapChoices(mapping)}
            onChange={open}
          />
        </div>
        <Kind mapping={mapping} />
        <Problems mapping={mapping} />
        <Rest mapping={mapping} />
        <Took mapping={mapping} />
        <span class="grow" />
        <Actions mapping={mapping} onDialog={onDialog} />
      </ScreenHead>
      <Stale mapping={mapping} />
      <NoRecords mapping={mapping} />
      <Unkept mapping={mapping} />
      <RejectedItems mapping={mapping} />
    </>
  );
}
