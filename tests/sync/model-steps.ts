import * as fc from 'fast-check';

/** Which of the rows a desk can see a step is about: the n-th, round about. */
type Pick = number;

/** One thing that happens in a run; plain data, so that a failing run prints and shrinks. */
export type Step =
  | { readonly do: 'open'; readonly desk: number; readonly contact: Pick | null; readonly twice: boolean }
  | { readonly do: 'edit'; readonly desk: number; readonly row: Pick; readonly field: 'customFields' | 'description' | 'tags' | 'title' }
  | { readonly do: 'move'; readonly desk: number; readonly row: Pick; readonly to: 'cancel' | 'close' | 'hold' | 'reopen' | 'resolve' | 'resume' }
  | { readonly do: 'assign'; readonly desk: number; readonly row: Pick; readonly to: 'nobody' | 'otherTeam' | 'self' }
  | { readonly do: 'note'; readonly desk: number; readonly row: Pick; readonly kind: 'add' | 'edit' | 'remove' }
  | { readonly do: 'participant'; readonly desk: number; readonly row: Pick; readonly kind: 'add' | 'remove'; readonly contact: Pick }
  | { readonly do: 'contact'; readonly desk: number; readonly row: Pick; readonly kind: 'create' | 'edit' | 'point' }
  | { readonly do: 'line'; readonly desk: number; readonly up: boolean }
  /** The next requests of a desk are lost, answered into the void, sent twice, or late. */
  | { readonly do: 'fault'; readonly desk: number; readonly kind: 'dropAnswer' | 'dropRequest' | 'duplicate' | 'late'; readonly times: number }
  | { readonly do: 'crash'; readonly desk: number; readonly point: string | null }
  | { readonly do: 'crashHub' }
  /** The hub's database is put back to what it was when the story began. */
  | { readonly do: 'restore' }
  | { readonly do: 'role'; readonly member: number; readonly role: 'agent' | 'supervisor' | 'viewer' }
  | { readonly do: 'team'; readonly member: number; readonly team: number; readonly join: boolean }
  | { readonly do: 'pause'; readonly milliseconds: number };

const desk = fc.nat({ max: 2 });
const row = fc.nat({ max: 30 });
const maybeRow: fc.Arbitrary<number | null> = fc.option(row, { nil: null });

/** Random steps; those that people do most come most. */
export function steps({
  points,
  length,
  hub,
}: {
  readonly points: readonly string[];
  readonly length: number;
  readonly hub: readonly ('crashHub' | 'restore')[];
}): fc.Arbitrary<readonly Step[]> {
  const point: fc.Arbitrary<string | null> = points.length > 0 ? fc.option(fc.constantFrom(...points), { nil: null }) : fc.constant(null);
  const weighted: fc.WeightedArbitrary<Step>[] = [
    { weight: 6, arbitrary: fc.record({ do: fc.constant('open' as const), desk, contact: maybeRow, twice: fc.boolean() }) },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('edit' as const),
        desk,
        row,
        field: fc.constantFrom('customFields' as const, 'description' as const, 'tags' as const, 'title' as const),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('move' as const),
        desk,
        row,
        to: fc.constantFrom('cancel' as const, 'close' as const, 'hold' as const, 'reopen' as const, 'resolve' as const, 'resume' as const),
      }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('assign' as const), desk, row, to: fc.constantFrom('nobody' as const, 'otherTeam' as const, 'self' as const) }) },
    { weight: 7, arbitrary: fc.record({ do: fc.constant('note' as const), desk, row, kind: fc.constantFrom('add' as const, 'add' as const, 'edit' as const, 'remove' as const) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('participant' as const), desk, row, kind: fc.constantFrom('add' as const, 'remove' as const), contact: row }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('contact' as const), desk, row, kind: fc.constantFrom('create' as const, 'edit' as const, 'point' as const) }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('line' as const), desk, up: fc.boolean() }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('fault' as const),
        desk,
        kind: fc.constantFrom('dropAnswer' as const, 'dropRequest' as const, 'duplicate' as const, 'late' as const),
        times: fc.integer({ min: 1, max: 3 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('crash' as const), desk, point }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('role' as const), member: desk, role: fc.constantFrom('agent' as const, 'supervisor' as const, 'viewer' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('team' as const), member: desk, team: fc.nat({ max: 1 }), join: fc.boolean() }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('pause' as const), milliseconds: fc.integer({ min: 1, max: 40 }) }) },
  ];
  const hubToo = hub.map((what): fc.WeightedArbitrary<Step> => ({ weight: 1, arbitrary: fc.constant<Step>({ do: what }) }));
  return fc.array(fc.oneof(...weighted, ...hubToo), { minLength: Math.floor(length / 2), maxLength: length });
}
