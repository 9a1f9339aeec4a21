import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Loading } from '../components/loading.tsx';
import type { TestReadInput } from './model.ts';

type Module = typeof import('./panel.tsx');

/** Test read panel, loaded when it is opened first. */
export function LazyTestRead(input: TestReadInput) {
  const loaded = useMemo(() => signal<Module | undefined>(undefined), []);
  useEffect(() => {
    void import('./panel.tsx').then((module) => (loaded.value = module));
  }, [loaded]);
  if (!loaded.value) return <Loading what="Loading the test read" />;
  const { TestReadPanel } = loaded.value;
  return <TestReadPanel {...input} />;
}
