import { type Fact, Facts } from '../components/facts.tsx';
import { formatEditLink, type TabProps } from './tab.ts';

/** Tab with the filters of a connection. */
export function FiltersTab({ response }: TabProps) {
  const facts = Object.entries(response.connection.filters).map(
    ([stream, text]): Fact => [`Filter: ${stream}`, <code>{text}</code>],
  );
  return (
    <>
      {facts.length === 0 ? (
        <p class="tab-none">No filters: everything that the account can access is read.</p>
      ) : (
        <Facts facts={facts} />
      )}
      <p class="tab-actions">
        <a class="button" href={formatEditLink(response, 2)}>
          Edit filters
        </a>
      </p>
    </>
  );
}
