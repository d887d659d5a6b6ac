import type { EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { createHashHistory, createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, useParams } from '@tanstack/react-router';
import { caseFilter } from '../cases/case-filter.ts';
import { BrokenScreen } from './broken-screen.tsx';
import { CaseForm } from '../cases/case-form.tsx';
import { CaseScreen } from '../cases/case-view.tsx';
import { CasesScreen } from '../cases/cases-screen.tsx';
import { targetFilter } from '../cases/target-filter.ts';
import { clientFilter } from '../contacts/client-filter.ts';
import { contactFilter } from '../contacts/contact-filter.ts';
import { ContactForm } from '../contacts/contact-form.tsx';
import { ContactScreen } from '../contacts/contact-view.tsx';
import { ContactsScreen } from '../contacts/contacts-screen.tsx';
import { NewRecord } from '../records/new-record.tsx';
import { RecordIndex } from '../records/record-index.tsx';
import { RecordView } from '../records/record-view.tsx';
import { recordsFilter } from '../records/records-filter.ts';
import { RecordsScreen } from '../records/records-screen.tsx';
import { PendingScreen } from '../review/pending-screen.tsx';
import { ReviewScreen } from '../review/review-screen.tsx';
import { Frame } from './frame.tsx';
import { NotFound } from './not-found.tsx';
import { moreOfList, moreOfRecord } from './record-parts.tsx';
import { SettingsScreen } from './settings-screen.tsx';
import * as z from 'zod';

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });
const home = createRoute({ getParentRoute: () => root, path: '/', beforeLoad: () => redirect({ to: '/cases', throw: true }) });

const cases = createRoute({ getParentRoute: () => root, path: '/cases', component: CasesScreen, validateSearch: (search) => caseFilter.parse(search) });
const caseNew = createRoute({ getParentRoute: () => cases, path: '/new', component: CaseForm });
const caseOne = createRoute({ getParentRoute: () => cases, path: '/$id', component: CaseScreen });

const contacts = createRoute({ getParentRoute: () => root, path: '/contacts', component: ContactsScreen, validateSearch: (search) => contactFilter.parse(search) });
const contactNew = createRoute({ getParentRoute: () => contacts, path: '/new', component: ContactForm });
const contactOne = createRoute({ getParentRoute: () => contacts, path: '/$id', component: ContactScreen });

const targets = createRoute({
  getParentRoute: () => root,
  path: '/targets',
  component: lazyRouteComponent(() => import('../cases/targets-screen.tsx'), 'TargetsScreen'),
  validateSearch: (search) => targetFilter.parse(search),
});
const clients = createRoute({
  getParentRoute: () => root,
  path: '/clients',
  component: lazyRouteComponent(() => import('../contacts/clients-screen.tsx'), 'ClientsScreen'),
  validateSearch: (search) => clientFilter.parse(search),
});

const inbox = createRoute({ getParentRoute: () => root, path: '/inbox', component: lazyRouteComponent(() => import('../inbox/inbox-screen.tsx'), 'InboxScreen') });
const review = createRoute({ getParentRoute: () => root, path: '/review', component: ReviewScreen });
const reviewOne = createRoute({ getParentRoute: () => review, path: '/$id' });
const pending = createRoute({ getParentRoute: () => root, path: '/pending', component: PendingScreen });
const queueScreens = () => import('../calls/queues-screen.tsx');
const queues = createRoute({ getParentRoute: () => root, path: '/queues', component: lazyRouteComponent(queueScreens, 'QueuesScreen') });
const supervision = createRoute({
  getParentRoute: () => root,
  path: '/supervision',
  component: lazyRouteComponent(() => import('../calls/supervision-screen.tsx'), 'SupervisionScreen'),
  validateSearch: (search) => chosenAgent.parse(search),
});
const dial = createRoute({
  getParentRoute: () => root,
  path: '/dial',
  component: lazyRouteComponent(() => import('./phone/dial-screen.tsx'), 'DialScreen'),
  validateSearch: (search) => dialled.parse(search),
});
const wall = createRoute({ getParentRoute: () => root, path: '/wall', component: lazyRouteComponent(queueScreens, 'WallScreen') });
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: SettingsScreen });

/** A screen that few open: it is loaded when it is first asked for. */
const rare = {
  admin: lazyRouteComponent(() => import('../admin/admin-screen.tsx'), 'AdminScreen'),
  apiKey: lazyRouteComponent(() => import('../admin/api-key-form.tsx'), 'ApiKeyForm'),
  invite: lazyRouteComponent(() => import('../admin/invite-form.tsx'), 'InviteForm'),
  order: lazyRouteComponent(() => import('../admin/order-screen.tsx'), 'OrderScreen'),
  retention: lazyRouteComponent(() => import('../admin/retention-screen.tsx'), 'RetentionScreen'),
  settings: lazyRouteComponent(() => import('../admin/tenant-settings.tsx'), 'TenantSettings'),
  platform: lazyRouteComponent(() => import('../platform/platform-screen.tsx'), 'PlatformScreen'),
  tenant: lazyRouteComponent(() => import('../platform/tenant-form.tsx'), 'TenantForm'),
};
const admin = createRoute({ getParentRoute: () => root, path: '/admin', component: rare.admin });
const apiKeyNew = createRoute({ getParentRoute: () => root, path: '/admin/api-key', component: rare.apiKey });
const invite = createRoute({ getParentRoute: () => root, path: '/admin/invite', component: rare.invite });
const order = createRoute({ getParentRoute: () => root, path: '/admin/order/$entity', component: rare.order });
const retention = createRoute({ getParentRoute: () => root, path: '/admin/retention', component: rare.retention });
const tenantSettings = createRoute({ getParentRoute: () => root, path: '/admin/settings', component: rare.settings });
const platform = createRoute({ getParentRoute: () => root, path: '/platform', component: rare.platform });
const tenantNew = createRoute({ getParentRoute: () => root, path: '/platform/new', component: rare.tenant });

/** Digits alone are read as a count by whoever reads addresses. */
const dialled = z.object({ number: z.union([z.string(), z.number()]).transform(String).pipe(z.string().max(300)).catch('') });
const chosenAgent = z.object({ agent: z.string().max(60).optional().catch(undefined) });

const handMade: ReadonlySet<EntityName> = new Set(['cases', 'contacts']);
const index = createRoute({ getParentRoute: () => root, path: '/records', component: () => <RecordIndex skip={handMade} /> });
const records = createRoute({
  getParentRoute: () => root,
  path: '/records/$entity',
  component: () => <RecordsScreen more={moreOfList} />,
  validateSearch: (search) => recordsFilter.parse(search),
});
const recordNew = createRoute({ getParentRoute: () => records, path: '/new', component: NewOne });
const record = createRoute({ getParentRoute: () => records, path: '/$id', component: OneRecord });

function NewOne() {
  const { entity } = useParams({ from: '/records/$entity/new' });
  const found = entity in entityOf ? entityOf[entity as EntityName] : null;
  return found ? <NewRecord key={entity} entity={found} /> : <NotFound />;
}

function OneRecord() {
  const { entity, id } = useParams({ from: '/records/$entity/$id' });
  const found = entity in entityOf ? entityOf[entity as EntityName] : null;
  if (!found) return <NotFound />;
  return <RecordView key={id} entity={found} id={id} more={(row) => moreOfRecord(found, row)} />;
}

const tree = root.addChildren([
  home,
  cases.addChildren([caseNew, caseOne]),
  contacts.addChildren([contactNew, contactOne]),
  targets,
  clients,
  inbox,
  review.addChildren([reviewOne]),
  pending,
  settings,
  queues,
  wall,
  supervision,
  dial,
  admin,
  apiKeyNew,
  invite,
  order,
  retention,
  tenantSettings,
  platform,
  tenantNew,
  index,
  records.addChildren([recordNew, record]),
]);

/** The addresses of the interface; kept behind the hash, so that any shell serves them with one page. */
export const createAppRouter = () => createRouter({ routeTree: tree, history: createHashHistory(), defaultNotFoundComponent: NotFound, defaultErrorComponent: BrokenScreen });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
