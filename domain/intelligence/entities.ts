export { Visit } from './visit.ts';
export { QdScore } from './qd-score.ts';
export { QdTimeseries } from './qd-timeseries.ts';
export { VehicleEvent } from './vehicle-event.ts';
export { PerceptionEvent } from './perception-event.ts';
export { CctvLink } from './cctv-link.ts';
