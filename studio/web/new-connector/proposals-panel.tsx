import { useState } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { Chip, type Tone } from '../components/chip.tsx';
import { toSentence } from '../components/message.tsx';
import { readAt } from './manifest-content.ts';
import { MapProposals } from './map-proposals.tsx';
import { editManifest, showInText, type ValuedProposal } from './model.ts';
import type { ViewProps } from './problems-panel.tsx';
import {
  acceptProposals,
  canReject,
  type Decision,
  findDecision,
  findEditable,
  formatPart,
  rejectProposal,
} from './review.ts';

const CONFIDENCE_TONES: Readonly<Record<ValuedProposal['confidence'], Tone>> = {
  high: 'plain',
  medium: 'accent',
  low: 'warn',
};
const DECISION_TONES: Readonly<Record<Decision, Tone>> = {
  open: 'plain',
  accepted: 'ok',
  changed: 'accent',
  rejected: 'plain',
};

const SECTIONS = [
  ['baseUrl', 'Base URL'],
  ['settings', 'Settings'],
  ['auth', 'Authentication'],
  ['streams', 'Streams'],
  ['maps', 'Target fields'],
  ['enums', 'Enums'],
  ['entities', 'Entities'],
] as const;

const sectionOf = ({ to }: ValuedProposal): string => to.split('/')[1] ?? '';

interface RowProps extends ViewProps {
  readonly one: ValuedProposal;
}

/** Value of a proposal as an input: an expression or a path. */
function ValueInput({ model, one, pointer }: RowProps & { readonly pointer: string }) {
  return (
    <input
      class="form-input mono"
      aria-label={`Value of ${one.part}`}
      spellcheck={false}
      value={String(readAt(model.content.value, pointer))}
      onInput={(event) =>
        editManifest(model, [{ to: pointer, value: (event.target as HTMLInputElement).value }], `proposal:${pointer}`)
      }
    />
  );
}

function Actions({ model, one, decision, onChange }: RowProps & { decision: Decision; onChange: () => void }) {
  if (decision === 'rejected') return null;
  return (
    <div class="proposal-actions">
      {decision === 'open' && (
        <Button onClick={() => acceptProposals(model, [one])} label={`Accept ${one.part}`} title="Keep this part">
          Accept
        </Button>
      )}
      <Button onClick={onChange} label={`Change ${one.part}`} title="Edit this part">
        Change
      </Button>
      {canReject(one, model.content.value) && (
        <Button
          kind="quiet"
          onClick={() => rejectProposal(model, one)}
          label={`Reject ${one.part}`}
          title="Remove this part"
        >
          Reject
        </Button>
      )}
    </div>
  );
}

/** Proposal with its value, its confidence and its reason. */
function Row(props: RowProps) {
  const { model, one, isWide } = props;
  const [isEditing, setEditing] = useState(false);
  const content = model.content.value;
  const decision = findDecision(one, content, model.accepted.value);
  const pointer = findEditable(one, content);
  const change = () => (pointer === undefined ? showInText(model, one.to, isWide) : setEditing(!isEditing));
  return (
    <li class={`proposal proposal-${decision}`}>
      <div class="proposal-text">
        <p class="proposal-head">
          <button type="button" class="link" onClick={() => showInText(model, one.to, isWide)} title="Show in the text">
            {one.part}
          </button>
          <Chip tone={CONFIDENCE_TONES[one.confidence]}>{one.confidence} confidence</Chip>
          {decision !== 'open' && <Chip tone={DECISION_TONES[decision]}>{decision}</Chip>}
        </p>
        {isEditing && pointer !== undefined ? (
          <ValueInput {...props} pointer={pointer} />
        ) : (
          <p class="mono proposal-value">{decision === 'rejected' ? 'removed' : formatPart(readAt(content, one.to))}</p>
        )}
        <p class="muted">{toSentence(one.reason)}</p>
      </div>
      <Actions {...props} decision={decision} onChange={change} />
    </li>
  );
}

function Omitted({ model }: Pick<ViewProps, 'model'>) {
  const omitted = model.omitted.value;
  if (omitted.length === 0) return null;
  return (
    <section class="proposal-section">
      <h2>Not imported</h2>
      <ul>
        {omitted.map(({ part, reason, from }) => (
          <li class="proposal" key={`${part} ${from ?? ''} ${reason}`}>
            <div class="proposal-text">
              <p>{part}</p>
              <p class="muted">{toSentence(reason)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Proposals of the import: the user accepts, changes or rejects each. */
export function ProposalsPanel(props: ViewProps) {
  const { model } = props;
  const rows = model.proposals.value;
  const open = rows.filter((one) => findDecision(one, model.content.value, model.accepted.value) === 'open');
  const known = new Set<string>(SECTIONS.map(([id]) => id));
  const sections = [
    ...SECTIONS,
    ...[...new Set(rows.map(sectionOf))].filter((id) => !known.has(id)).map((id) => [id, id] as const),
  ];
  return (
    <div class="draft-scroll">
      <div class="proposal-bar">
        <span class="muted">
          {open.length} of {rows.length} to review
        </span>
        <span class="grow" />
        <Button disabled={open.length === 0} onClick={() => acceptProposals(model, open)}>
          Accept all
        </Button>
      </div>
      <MapProposals {...props} />
      {sections.map(([id, title]) => {
        const own = rows.filter((one) => sectionOf(one) === id);
        return (
          own.length > 0 && (
            <section class="proposal-section" key={id}>
              <h2>{title}</h2>
              <ul>
                {own.map((one) => (
                  <Row key={one.to} {...props} one={one} />
                ))}
              </ul>
            </section>
          )
        );
      })}
      <Omitted model={model} />
    </div>
  );
}
