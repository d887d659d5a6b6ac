import type { PbxServices } from '../../softphone/phone.ts';

/** The numbers by which our dial plan is asked for what the PBX does itself. */
export const pbxServices: PbxServices = {
  parkingSlots: ['701', '702', '703'],
  room: (id) => `800${Number.parseInt(id.slice(0, 4), 16) % 1000}`,
  park: (slot) => `*${slot}`,
  retrieve: (slot) => slot,
  pickUp: (extension) => `*8${extension}`,
};
