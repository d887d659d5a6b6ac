import { createPhoneBench } from './phone-bench.ts';

Object.assign(window, { bench: createPhoneBench() });
