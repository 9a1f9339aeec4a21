import { maps as mapsApi } from '../api/platform.ts';
import { useResource } from '../api/resource.ts';
import type { TransformMap } from '../api/types.generated.ts';
import { Button } from '../components/button.tsx';
import { Checkbox, Field, OptionInput } from '../components/field.tsx';
import { Panel } from '../components/panel.tsx';
import { splitWords } from '../components/words.ts';
import { usedMap } from '../mapping/place.ts';
import { Filters } from './filters.tsx';
import { openMapEditor } from './map-editor.tsx';
import type { Wizard } from './model.ts';
import { ScheduleFields } from './schedule-fields.tsx';

interface StepProps {
  readonly wizard: Wizard;
}

type Kind = 'assetTypes' | 'findingTypes';

const TITLES: Readonly<Record<Kind, string>> = { assetTypes: 'Assets', findingTypes: 'Findings' };

function Types({ wizard, kind }: StepProps & { readonly kind: Kind }) {
  const all = wizard.connector.connector[kind];
  const { select } = wizard.draft.value;
  const chosen = select[kind] ?? all;
  if (all.length === 0) return null;
  const toggle = (type: string) => {
    const next = all.filter((one) => (one === type ? !chosen.includes(one) : chosen.includes(one)));
    const { [kind]: _, ...rest } = select;
    wizard.change({ select: next.length === all.length ? rest : { ...rest, [kind]: next } });
  };
  return (
    <fieldset class="types">
      <legend>{TITLES[kind]}</legend>
      {all.map((type) => (
        <button key={type} type="button" class="type" aria-pressed={chosen.includes(type)} onClick={() => toggle(type)}>
          <span aria-hidden="true">{chosen.includes(type) ? '✓' : '+'}</span> {splitWords(type)}
        </button>
      ))}
    </fieldset>
  );
}

const KINDS: readonly Kind[] = ['assetTypes', 'findingTypes'];

/** Returns true when there are types and none of them is selected. */
export const isNothing = ({ connector, draft }: Wizard): boolean =>
  KINDS.some((kind) => connector.connector[kind].length > 0) &&
  KINDS.every((kind) => (draft.value.select[kind] ?? connector.connector[kind]).length === 0);

const ScopeSection = ({ wizard }: StepProps) => (
  <Panel title="Data to sync" note="all types are selected by default">
    <div class="form">
      <Types wizard={wizard} kind="assetTypes" />
      <Types wizard={wizard} kind="findingTypes" />
      {isNothing(wizard) && (
        <p class="form-problem" role="alert">
          Select at least one asset or finding type.
        </p>
      )}
    </div>
  </Panel>
);

function MapChoice({ wizard, map, own }: StepProps & { readonly map: string; readonly own: readonly TransformMap[] }) {
  const chosen = usedMap(wizard.draft.value, map);
  const choose = (next: string) => {
    const { [map]: _, ...rest } = wizard.draft.value.maps;
    wizard.change({ maps: next === '' ? rest : { ...rest, [map]: next } });
  };
  return (
    <Field
      label={`Map for ${map}`}
      help="The default is read-only. Edit it to save a map of your own."
      aside={
        <Button kind="quiet" label={`Edit map for ${map}`} onClick={() => openMapEditor(map, chosen)}>
          Edit map
        </Button>
      }
    >
      {(control) => (
        <OptionInput
          control={control}
          value={chosen}
          none="default (read-only)"
          options={own.map(({ id: value, name }) => ({ value, title: name }))}
          onInput={choose}
        />
      )}
    </Field>
  );
}

function Maps({ wizard }: StepProps) {
  const { id, maps } = wizard.connector.connector;
  const { state } = useResource(`maps ${id}`, () => mapsApi.list(id));
  const clones = state.value.kind === 'ready' ? state.value.value.maps.filter(({ readOnly }) => !readOnly) : [];
  return (
    <>
      {maps.map(({ name }) => (
        <MapChoice key={name} wizard={wizard} map={name} own={clones.filter(({ map }) => map === name)} />
      ))}
    </>
  );
}

const Advanced = ({ wizard }: StepProps) => {
  const { filters, maps, preserveAbsent } = wizard.draft.value;
  const isOpen = preserveAbsent || Object.keys(filters).length + Object.keys(maps).length > 0;
  return (
    <Panel title="Advanced" note="optional">
      <details class="more more-panel" open={isOpen}>
        <summary>Filters, transform maps, closed findings</summary>
        <div class="form">
          <Filters wizard={wizard} />
          <Maps wizard={wizard} />
          <Checkbox
            label="Keep the status of findings that the vendor no longer lists"
            help="By default, a full run sets these findings to FIXED."
            on={preserveAbsent}
            onChange={(on) => wizard.change({ preserveAbsent: on })}
          />
        </div>
      </details>
    </Panel>
  );
};

/** Step 2: data types, schedule and advanced settings. */
export const ScopeStep = ({ wizard }: StepProps) => (
  <div class="wizard-columns">
    <div class="wizard-column">
      <ScopeSection wizard={wizard} />
      <Advanced wizard={wizard} />
    </div>
    <ScheduleFields wizard={wizard} />
  </div>
);
