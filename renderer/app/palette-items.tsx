import type { Bridge, CommandName } from '#domain/bridge.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import type { SearchHit } from '#domain/records/queries.ts';
import { normalizeName } from '#domain/contacts/rules.ts';
import { commands, entityOf } from '#domain/registry.ts';
import { mergeHits } from '#domain/search/merge.ts';
import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import {
  IconAddressBook,
  IconBriefcase,
  IconBuildingSkyscraper,
  IconClock,
  IconClockCheck,
  IconDatabase,
  IconDoor,
  IconFile,
  IconHelp,
  IconInbox,
  IconLock,
  IconMoon,
  IconPlugConnectedX,
  IconPlus,
  IconRefresh,
  IconArrowsSplit2,
  IconSettings,
  IconUserCog,
  IconUserShield,
  IconUserStar,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react';
import { useLocation, useRouter } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { mayAdminister } from '../admin/parts/may-administer.ts';
import { useBridge } from '../bridge/provider.tsx';
import { useHolds, useSession, useStatus } from '../bridge/session.tsx';
import { useQuery, useSteadyQuery } from '../bridge/use-query.ts';
import { useCaseActions } from '../cases/case-actions.ts';
import { CaseTelling } from '../cases/parts/case-telling.tsx';
import { useOpenDialog } from '../records/dialogs.tsx';
import { Telling } from '../records/telling.tsx';
import { pathOf, recordAt } from '../records/path.ts';
import { useRowActions } from '../records/row-actions.ts';
import { t } from '../ui/text.ts';
import { elsewhere } from './command-places.ts';
import { useInterface } from './state.ts';
import { usePreferences } from './use-appearance.ts';

/** One line of the palette. */
export interface PaletteItem {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly icon: Icon;
  /** Words beneath the title. */
  readonly detail?: ReactNode;
  readonly tag?: string;
  /** Why it cannot be run now. */
  readonly reason?: string | null;
  readonly run: () => void;
}

const signs: Readonly<Record<string, Icon>> = { cases: IconBriefcase, contacts: IconAddressBook };

/** What the palette offers for a text; `isSettled` once the records found are those of this very text. */
export function usePaletteItems(text: string): { readonly items: readonly PaletteItem[]; readonly isSettled: boolean } {
  const { found, isSettled } = useFound(text);
  const here = useHere();
  const everywhere = useEverywhere();
  const words = normalizeName(text).split(' ').filter(Boolean);
  const matches = ({ title, tag }: PaletteItem) => words.every((word) => normalizeName(`${title} ${tag ?? ''}`).includes(word));
  const items = [...here, ...everywhere].filter(matches);
  return { items: text === '' ? items : [...items.slice(0, 6), ...found, ...items.slice(6)], isSettled };
}

/** What a person mostly looks for, and is to find before the notes that mention it. */
const mainly: readonly EntityName[] = ['cases', 'contacts'];

function useFound(text: string): { readonly found: readonly PaletteItem[]; readonly isSettled: boolean } {
  const { history } = useRouter();
  const bridge = useBridge();
  const [asked] = useDebouncedValue(text, 60);
  const isAsked = asked.length >= 2;
  const first = isAsked ? { text: asked, entities: [...mainly], limit: 12 } : null;
  const then = isAsked ? { text: asked, limit: 20 } : null;
  const isAnswered = [useQuery('records.search', first), useQuery('records.search', then)].every(({ data, failure }) => data !== undefined || failure !== null);
  const main = useSteadyQuery('records.search', first).data ?? [];
  const rest = useSteadyQuery('records.search', then).data ?? [];
  const ofHub = useHubHits(text);
  const isSettled = asked === text && (!isAsked || isAnswered);
  if (text.length < 2) return { found: [], isSettled };
  const line = (group: string, { entity, id, title, snippet }: SearchHit): PaletteItem => ({
    id: `hit:${entity}:${id}`,
    group,
    title,
    detail: <HitDetail entity={entity} id={id} snippet={snippet.replace(/[‹›]/g, '') === title ? null : snippet} />,
    tag: entityOf[entity].singular,
    icon: signs[entity] ?? IconFile,
    run: () => void leadTo(bridge, entity, id).then((path) => history.push(path)),
  });
  const others = rest.filter(({ entity }) => !mainly.includes(entity));
  // Below the desk's own, so that nothing moves under the hand that chooses when the hub answers.
  const onHub = mergeHits([...main, ...others], ofHub)
    .filter(({ isOnHub }) => isOnHub)
    .map((hit) => ({ ...line(t('palette.onHub'), hit), detail: <Snippet text={hit.snippet} />, run: () => history.push(`/records/${hit.entity}/${hit.id}`) }));
  const found = [...main.map((hit) => line(t('palette.records'), hit)), ...others.map((hit) => line(t('palette.elsewhere'), hit)), ...onHub];
  return { found, isSettled };
}

type HubHits = Parameters<typeof mergeHits>[1];

/** What the hub finds for a text that somebody has stopped typing; nothing where it cannot be asked, for a desk's own hits do then. */
function useHubHits(text: string): HubHits {
  const bridge = useBridge();
  const { hub } = useStatus();
  const [asked] = useDebouncedValue(text, 400);
  const [found, setFound] = useState<{ readonly text: string; readonly hits: HubHits }>({ text: '', hits: [] });
  const isAsked = asked.length >= 3 && hub.state === 'online';
  useEffect(() => {
    let isWanted = isAsked;
    const ask = async () => {
      const outcome = await bridge.device('search.hub', { text: asked.slice(0, 200) });
      const hits = outcome.ok ? outcome.data : [];
      // What this desk has too it may have left out of its own hits; that is not on the hub only.
      const here = await Promise.all(mergeHits([], hits).map(({ entity, id }) => bridge.query('records.get', { entity, id }).catch(() => null)));
      const held = new Set(here.map((row) => row?.id));
      if (isWanted) setFound({ text: asked, hits: hits.filter(({ id }) => !held.has(id)) });
    };
    if (isAsked) void ask();
    return () => {
      isWanted = false;
    };
  }, [bridge, asked, isAsked]);
  return found.text === text ? found.hits : [];
}

/** What is told of a hit beneath its title: enough to know it from its like, and the words that were found. */
function HitDetail({ entity, id, snippet }: { readonly entity: EntityName; readonly id: string; readonly snippet: string | null }) {
  if (entity !== 'cases') return snippet === null ? <Telling entity={entity} id={id} /> : <Snippet text={snippet} />;
  return (
    <>
      <CaseTelling id={id} />
      {snippet !== null && (
        <>
          {' '}
          · <Snippet text={snippet} />
        </>
      )}
    </>
  );
}

/** Words around a match, which the desk puts between ‹ and ›. */
function Snippet({ text }: { readonly text: string }) {
  return text.split(/(‹[^›]*›)/).map((part, place) => (part.startsWith('‹') ? <mark key={place}>{part.slice(1, -1)}</mark> : part));
}

/** The address that shows a found record: one that is a part of another is shown with that other. */
async function leadTo(bridge: Bridge, entity: EntityName, id: string): Promise<string> {
  const { visibility, fields } = entityOf[entity];
  if (visibility.kind !== 'parent') return pathOf(entity, id);
  const row = await bridge.query('records.get', { entity, id });
  for (const key of visibility.of) {
    const target = fields[key]?.target;
    const parent = row?.[key];
    if (target && typeof parent === 'string') return pathOf(target, parent);
  }
  return pathOf(entity, id);
}

/** What may be done with the record in sight. */
function useHere(): readonly PaletteItem[] {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const open = useOpenDialog();
  const at = recordAt(path);
  const isCase = at?.entity === 'cases';
  const found = useQuery('cases.get', isCase && at ? { id: at.id } : null).data ?? null;
  const entity = at && !isCase && at.entity in entityOf ? entityOf[at.entity as keyof typeof entityOf] : null;
  const row = useQuery('records.get', entity && at ? { entity: entity.name, id: at.id } : null).data ?? null;
  const caseActions = useCaseActions(found);
  const rowActions = useRowActions();
  const actions = found ? caseActions : entity && row ? rowActions(entity, row) : [];
  return actions.map(({ command, label, icon, reason, dialog }) => ({
    id: `here:${command}:${label}`,
    group: found ? t('palette.thisCase') : t('palette.thisRecord'),
    title: label,
    icon,
    reason,
    run: () => open(dialog),
  }));
}

function useEverywhere(): readonly PaletteItem[] {
  const { history } = useRouter();
  const bridge = useBridge();
  const holds = useHolds();
  const status = useStatus();
  const { grants, platformRoles } = useSession();
  const preferences = usePreferences();
  const { setColorScheme } = useMantineColorScheme();
  const { set } = useInterface();
  const go = (id: string, title: string, icon: Icon, path: string): PaletteItem => ({ id, group: t('palette.go'), title, icon, run: () => history.push(path) });
  const act = (id: string, title: string, icon: Icon, run: () => void, reason: string | null = null): PaletteItem => ({ id, group: t('palette.desk'), title, icon, run, reason });
  const theme = (value: 'auto' | 'dark' | 'light', title: string) =>
    act(`theme:${value}`, title, IconMoon, () => {
      setColorScheme(value);
      preferences.set({ theme: value });
    });
  const places = commands.flatMap((command): readonly PaletteItem[] => {
    const name: CommandName = command.name;
    const place = elsewhere[name];
    if (!place) return [];
    return [
      {
        id: `command:${name}`,
        group: t('palette.commands'),
        title: command.title,
        detail: place.hint ? t(place.hint) : null,
        icon: place.isNew ? IconPlus : IconUserCog,
        reason: holds(name)?.message ?? null,
        run: () => history.push(place.path),
      },
    ];
  });
  const isNew = ({ icon, reason }: PaletteItem) => icon === IconPlus && !reason;
  return [
    ...places.filter(isNew),
    go('go:inbox', t('rail.inbox'), IconInbox, '/inbox'),
    go('go:cases', t('rail.cases'), IconBriefcase, '/cases'),
    go('go:contacts', t('rail.contacts'), IconAddressBook, '/contacts'),
    go('go:targets', t('work.sla'), IconClockCheck, '/targets'),
    go('go:clients', t('clients.title'), IconUserStar, '/clients'),
    go('go:queues', t('rail.queues'), IconUsersGroup, '/queues'),
    go('go:review', t('review.title'), IconArrowsSplit2, '/review'),
    go('go:pending', t('pending.title'), IconClock, '/pending'),
    go('go:records', t('records.title'), IconDatabase, '/records'),
    go('go:settings', t('rail.settings'), IconSettings, '/settings'),
    ...(mayAdminister(grants) ? [go('go:admin', t('rail.admin'), IconUserShield, '/admin')] : []),
    ...(platformRoles.length > 0 ? [go('go:platform', t('platform.title'), IconBuildingSkyscraper, '/platform')] : []),
    act('sync', t('pending.syncNow'), IconRefresh, () => void bridge.device('sync.now', {}), status.hub.state === 'online' ? null : t('bar.hub')),
    act('pause', t('palette.offline'), IconPlugConnectedX, () => void bridge.device('sync.pause', { paused: true })),
    act('resume', t('palette.online'), IconRefresh, () => void bridge.device('sync.pause', { paused: false })),
    theme('light', t('palette.themeLight')),
    theme('dark', t('palette.themeDark')),
    theme('auto', t('palette.themeAuto')),
    act('keys', t('keys.title'), IconHelp, () => set({ isSheetOpen: true })),
    act('lock', t('rail.lockHint'), IconLock, () => void bridge.device('session.lock', {})),
    act('out', t('settings.signOutButton'), IconDoor, () => history.push('/settings')),
    ...places.filter((place) => !isNew(place) && !place.reason),
    ...places.filter(({ reason }) => reason),
  ];
}
