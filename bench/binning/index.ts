export { makeSample, type MadeSample } from './variables.ts';
