import { command, insert, remove, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { entityNames, type Id } from '#domain/kernel/names.ts';
import { toRead, toWrite, type Rows } from '#domain/kernel/rows.ts';
import { Team } from '#domain/people/team.ts';
import { Favourite } from '#domain/search/favourite.ts';
import { SavedView } from '#domain/search/saved-view.ts';
import { SearchHistory } from '#domain/search/search-history.ts';
import * as z from 'zod';

const row = z.strictObject({ type: z.enum(entityNames), id: z.uuid() });

/** Keeps a search that somebody ran, and what they opened from it. */
export const recordSearch = command('searchHistory.record', {
  title: 'Remember the search',
  args: z.strictObject({
    query: z.string().trim().min(1).max(255),
    filters: SearchHistory.fields.filters.schema.nullish(),
    resultCount: z.int().min(0).nullish(),
    opened: row.nullish(),
  }),
  mode: 'offline',
  capability: 'self',
  needs: () => [],
  run: ({ args: { opened, ...args }, context }) => [
    insert(SearchHistory, idFrom(context, 0), { ...args, userId: context.userId, openedType: opened?.type ?? null, openedId: (opened?.id ?? null) as Id | null, at: context.at }),
  ],
});

/** Forgets what one has searched for. */
export const clearSearches = command('searchHistory.clear', {
  title: 'Forget my searches',
  args: z.strictObject({}),
  mode: 'offline',
  capability: 'self',
  needs: (_, { userId }) => [toWrite(SearchHistory, { userId })],
  run: ({ rows, context }) => rows.find(SearchHistory, { userId: context.userId }).map(({ id }) => remove(SearchHistory, id)),
});

/** Pins a record or a query. */
export const addFavourite = command('favourites.add', {
  title: 'Add to favourites',
  args: z.strictObject({ target: row.optional(), query: z.string().trim().min(1).max(255).optional(), label: z.string().max(255).nullish() }),
  mode: 'offline',
  capability: 'self',
  needs: (_, { userId }) => [toRead(Favourite, { userId })],
  run: ({ args: { target, query, label }, rows, context }) => {
    const mine = rows.find(Favourite, { userId: context.userId });
    if (mine.some((one) => (target ? one.targetType === target.type && one.targetId === target.id : one.query === query))) return [];
    return [
      insert(Favourite, idFrom(context, 0), {
        userId: context.userId,
        targetType: target?.type ?? null,
        targetId: (target?.id ?? null) as Id | null,
        query: query ?? null,
        label: label ?? null,
        sortOrder: mine.length,
      }),
    ];
  },
});

/** Takes a pin away. */
export const removeFavourite = command('favourites.remove', {
  title: 'Remove from favourites',
  args: z.strictObject({ id: idOf('favourites') }),
  mode: 'offline',
  capability: 'self',
  needs: ({ id }) => [toWrite(Favourite, { id })],
  run: ({ args, rows, context }) => {
    if (rows.get(Favourite, args.id).userId !== context.userId) throw new Refusal('auth.denied', 'id', 'This favourite is somebody else’s.');
    return [remove(Favourite, args.id)];
  },
});

/** Keeps the filter, columns and order of a list under a name; the same name again replaces it. */
export const saveView = command('savedViews.save', {
  title: 'Save the view',
  args: z.strictObject({
    id: idOf('savedViews').optional(),
    name: z.string().trim().min(1).max(255),
    entityType: z.enum(entityNames),
    definition: SavedView.fields.definition.schema,
  }),
  mode: 'offline',
  capability: 'self',
  needs: (_, { userId }) => [toWrite(SavedView, { ownerId: userId })],
  run: ({ args: { id, ...args }, rows, context }) => {
    const mine = rows.find(SavedView, { ownerId: context.userId });
    const namesake = mine.find((view) => view.name === args.name && view.entityType === args.entityType);
    if (namesake && id && namesake.id !== id) throw new Refusal('unique.taken', 'name', 'Another of your views has this name.');
    const known = id ? mine.find((view) => view.id === id) : namesake;
    if (id && !known) throw new Refusal('auth.denied', 'id', 'This view is somebody else’s.');
    return [known ? update(SavedView, known.id, args) : insert(SavedView, idFrom(context, 0), { ...args, ownerId: context.userId })];
  },
});

/** Forgets a view of one's own, also for those it was shared with. */
export const removeView = command('savedViews.remove', {
  title: 'Remove the view',
  args: z.strictObject({ id: idOf('savedViews') }),
  mode: 'offline',
  capability: 'self',
  needs: ({ id }) => [toWrite(SavedView, { id })],
  run: ({ args, rows, context }) => {
    if (rows.get(SavedView, args.id).ownerId !== context.userId) throw new Refusal('auth.denied', 'id', 'This view is somebody else’s.');
    return [remove(SavedView, args.id)];
  },
});

/** Shows a view to a team, or to nobody else any more. */
export const shareView = command('savedViews.share', {
  title: 'Share the view',
  args: z.strictObject({ id: idOf('savedViews'), teamId: idOf('teams').nullable() }),
  mode: 'online',
  capability: 'views.share',
  needs: ({ id, teamId }) => [toWrite(SavedView, { id }), ...(teamId ? [toRead(Team, { id: teamId })] : [])],
  on: ({ args, rows }) => [own(args.id, rows)],
  run: ({ args, rows }) => {
    if (args.teamId) rows.get(Team, args.teamId);
    return [update(SavedView, args.id, { sharedTeamId: args.teamId, isShared: args.teamId !== null })];
  },
});

const own = (id: SavedView['id'], rows: Rows) => rows.get(SavedView, id);
