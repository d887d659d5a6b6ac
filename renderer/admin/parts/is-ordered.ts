import { reorder } from '#domain/reference/commands.ts';

const { entity: ordered } = reorder.args.shape;
/** An entity whose rows have an order that people give them. */
export type Ordered = (typeof ordered)['_output'];

export const isOrdered = (name: string): name is Ordered => ordered.safeParse(name).success;
