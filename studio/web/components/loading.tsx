/** Loading indicator: `what` followed by "…". */
export const Loading = ({ what = 'Loading' }: { readonly what?: string }) => (
  <p class="loading" role="status">
    <span class="loading-dot" aria-hidden="true" />
    {what}…
  </p>
);
