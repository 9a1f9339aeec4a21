/** Formats an enum name for display: `WEB_APPLICATION` → `web application`. */
export const splitWords = (name: string): string => name.replaceAll('_', ' ').toLowerCase();
