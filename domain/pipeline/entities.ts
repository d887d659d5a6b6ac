export { Lead } from './lead.ts';
export { Opportunity } from './opportunity.ts';
export { StageHistory } from './stage-history.ts';
export { PropertyInterest } from './property-interest.ts';
