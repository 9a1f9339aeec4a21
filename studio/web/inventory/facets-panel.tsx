import { type Entity, inventory } from '../api/inventory.ts';
import type { Facet, FacetsResponse } from '../api/types.generated.ts';
import { formatNumber } from '../components/format-count.ts';
import { Icon } from '../components/icon.tsx';
import { formatSeverity } from '../components/severity.tsx';
import { splitWords } from '../components/words.ts';
import { setListQuery } from './list-query.ts';
import './facets.css';

const TITLES: Readonly<Record<string, string>> = {
  severity: 'Severity',
  status: 'Status',
  vendorProductName: 'Product',
  source: 'Vendor',
  assetType: 'Asset type',
  criticality: 'Criticality',
  operatingSystem: 'Operating system',
  cweId: 'CWE',
  connection: 'Connection',
};

const facetTitle = ({ field }: Facet, value: string | number): string => {
  if (field === 'severity') return `${value} ${formatSeverity(Number(value))}`;
  return field === 'assetType' ? splitWords(String(value)) : String(value);
};

/** Values of a facet that are displayed while it is collapsed. */
const FEW = 6;

type FacetEntry = Facet['values'][number];

const FacetValue = ({
  facet,
  value,
  most,
}: {
  readonly facet: Facet;
  readonly value: FacetEntry;
  readonly most: number;
}) => (
  <li>
    <button type="button" class="facet-value" aria-pressed={value.chosen} onClick={() => setListQuery(value.q)}>
      <svg class="facet-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect width={most === 0 ? 0 : (100 * value.count) / most} height="10" />
      </svg>
      {facet.field === 'severity' && (
        <svg class={`severity-${value.value}`} viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
          <rect width="10" height="10" rx="2.5" />
        </svg>
      )}
      <span class="facet-name">{facetTitle(facet, value.value)}</span>
      <span class="facet-count">{formatNumber(value.count)}</span>
    </button>
  </li>
);

function FacetSection({ facet }: { readonly facet: Facet }) {
  const values =
    facet.field === 'severity'
      ? facet.values.toSorted((one, other) => Number(other.value) - Number(one.value))
      : facet.values;
  const most = Math.max(...values.map(({ count }) => count), 0);
  const [few, rest] = [values.slice(0, FEW), values.slice(FEW)];
  const row = (value: FacetEntry) => <FacetValue key={value.value} facet={facet} value={value} most={most} />;
  return (
    <section class="facet" aria-label={TITLES[facet.field] ?? facet.field}>
      <h3>{TITLES[facet.field] ?? facet.field}</h3>
      <ul>{few.map(row)}</ul>
      {(rest.length > 0 || facet.others > 0) && (
        <details open={rest.some(({ chosen }) => chosen)}>
          <summary>{rest.length} more</summary>
          <ul>{rest.map(row)}</ul>
          {facet.others > 0 && <p class="muted">{formatNumber(facet.others)} with other values</p>}
        </details>
      )}
    </section>
  );
}

interface FacetsProps {
  readonly response: FacetsResponse | undefined;
}

const DRAWER = 'facets';

/** Opens the facets on a small screen, where they are a drawer. */
export const FacetsButton = () => (
  <button type="button" class="button facets-open" popovertarget={DRAWER}>
    <Icon name="filter" /> Filters
  </button>
);

/** Facets with counts: a column, or on a small screen a drawer. A click on a value edits the query. */
export const FacetsPanel = ({ response }: FacetsProps) => (
  <aside id={DRAWER} class="facets" aria-label="Facets" popover="auto">
    <header class="facets-head">
      <h2>Filters</h2>
      <button type="button" class="button" popovertarget={DRAWER} popovertargetaction="hide">
        Show results
      </button>
    </header>
    {response?.facets
      .filter(({ values }) => values.length > 0)
      .map((facet) => (
        <FacetSection key={`${facet.entity}.${facet.field}`} facet={facet} />
      ))}
  </aside>
);

/** Returns the function that loads the facets of a query. */
export const loadFacets = (entity: Entity, q: string) => (signal: AbortSignal) => inventory.facets(entity, q, signal);
