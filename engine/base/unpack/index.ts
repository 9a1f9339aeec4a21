export { limitBytes, unpackLayer } from './layer.ts';
