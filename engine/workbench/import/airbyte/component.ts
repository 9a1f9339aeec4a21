import { isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import { refuse } from './untranslatable.ts';

/** Component of the definition: an object with a type. */
export type Component = JsonObject;

export const getType = (component: Component): string => String(component['type'] ?? '');

/** Returns the member if it is an object. */
export const findComponent = (parent: Component, key: string): Component | undefined => {
  const value = parent[key];
  return isObject(value) ? value : undefined;
};

/** Returns the objects of a list member; a single object counts as a list of one. */
export const listComponents = (parent: Component, key: string): Component[] => {
  const value = parent[key];
  return (Array.isArray(value) ? value : [value ?? null]).filter(isObject);
};

/** Returns the member as text if it is a scalar. An empty text counts as absent. */
export function findText(parent: Component, key: string): string | undefined {
  const value = parent[key];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export const requireText = (parent: Component, key: string): string =>
  findText(parent, key) ?? refuse(`"${key}" is missing`);

/** Returns the texts of a list member; a single text counts as a list of one. */
export const listTexts = (parent: Component, key: string): string[] => {
  const value = parent[key];
  const members: readonly Json[] = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return members.flatMap((member) => (typeof member === 'object' ? [] : [String(member)]));
};

/** Fails for components that are code of the original. */
export function refuseCustom(component: Component): void {
  if (getType(component).startsWith('Custom') || typeof component['class_name'] === 'string')
    refuse(`it is Python code (${String(component['class_name'] ?? getType(component))})`);
}

/** Runs the translation of one component by its type. */
export function translateByType<T>(
  component: Component,
  table: Readonly<Record<string, (component: Component) => T>>,
): T {
  refuseCustom(component);
  const type = getType(component);
  const translate = Object.hasOwn(table, type) ? table[type] : undefined;
  return translate ? translate(component) : refuse(`the component ${type || 'without a type'} is not supported`);
}
