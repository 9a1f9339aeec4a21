/** Formats an enum name for display: `WEB_APPLICATION` → `web application`; `API` stays. */
export const splitWords = (name: string): string => (name === 'API' ? name : name.replaceAll('_', ' ').toLowerCase());
