/** `WEB_APPLICATION` → `web application`. */
export const words = (name: string): string => name.replaceAll('_', ' ').toLowerCase();
