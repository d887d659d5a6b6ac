export { Proposal } from './proposal.ts';
export { ProposalVersion } from './proposal-version.ts';
export { Contract } from './contract.ts';
export { ContractVersion } from './contract-version.ts';
export { SignaturePacket } from './signature-packet.ts';
