/** Something is on its way. */
export const Loading = ({ what = 'Loading' }: { readonly what?: string }) => (
  <p class="loading" role="status">
    <span class="loading-dot" aria-hidden="true" />
    {what}…
  </p>
);
