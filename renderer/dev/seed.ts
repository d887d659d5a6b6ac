import type { AnyRow } from '#domain/kernel/entity.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { roleNames, grantsOf } from '#domain/kernel/capability.ts';
import { fullNameOf, normalizeName, normalizePoint } from '#domain/contacts/rules.ts';
import { formatNumber } from '#domain/cases/rules.ts';
import { entityOf } from '#domain/registry.ts';

/** Rows by entity and id. */
export type Store = Map<EntityName, Map<string, AnyRow>>;

const people = [
  ['Amina Wanjiru', 'agent'],
  ['Jürgen Weiß', 'agent'],
  ['Chloé Lefèvre', 'supervisor'],
  ['Nguyễn Thị Hà', 'agent'],
  ['Omar Haddad', 'manager'],
  ['Ruth Okafor', 'admin'],
] as const;
const firstNames = [
  'Grace',
  'Łukasz',
  'فاطمة',
  'Tomás',
  'Siobhán',
  'Kwame',
  'Zoë',
  'Ивана',
  'Mehmet',
  'Aïcha',
  '美咲',
  'Peter',
  'Njeri',
  'Björn',
  'Lina',
  'Ahmed',
  'Ελένη',
  'Rosa',
  'Daniel',
  'Wambui',
];
const lastNames = [
  'Otieno',
  'Kowalczyk',
  'الزهراء',
  'García',
  'Ó Briain',
  'Mensah',
  'van der Berg',
  'Петрова',
  'Yılmaz',
  'Diallo',
  '佐藤',
  'Müller',
  'Kamau',
  'Åkesson',
  'Haddad',
  'Said',
  'Παπαδοπούλου',
  'Lindqvist',
  'Brown',
  'Njoroge',
];
const matters = [
  'Charged twice for the March invoice',
  'No hot water since Tuesday',
  'Refund for a cancelled order has not arrived',
  'Locked out after changing the phone number',
  'Delivery left at the wrong address',
  'Meter reading does not match the bill',
  'Wants to add a second account holder',
  'Complaint about a rude technician',
  'Street light out in front of the school',
  'Asks for the contract in large print',
  'Card reported stolen, two unknown payments',
  'Connection drops every evening around eight',
  'Heating allowance application incomplete',
  'Moving house on the 1st, transfer of service',
  'Asks what data we hold about her',
  'Pothole damaged the front left tyre',
];
const notes = [
  'Called back, no answer. Left a message with the reference number.',
  'Sent the form again by e-mail. She will return it by Friday.\nIf nothing arrives, call in the afternoon: mornings she works.',
  'Spoke to the technician: a part is missing, expected on Thursday.',
  'Bank confirms the second charge was reversed yesterday. Takes two to three working days.',
  'Customer is calm and helpful. Prefers to be called “Tomás”, not “Mr García”.',
];

/** A desk's worth of rows for development and tests; the same every time. */
export function seed({ now = Date.now(), cases = 240, contacts = 120 } = {}): {
  readonly store: Store;
  readonly ids: { readonly tenant: string; readonly me: string; readonly teams: readonly string[]; readonly users: readonly string[]; readonly cases: readonly string[] };
} {
  const store: Store = new Map();
  let n = 0;
  let random = 42;
  const roll = (sides: number) => {
    random = (random * 1103515245 + 12345) % 2147483648;
    return Math.floor((random / 2147483648) * sides);
  };
  const newId = () => `0192a000-0000-7000-8000-${(++n).toString(16).padStart(12, '0')}`;
  const at = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();
  const tenant = newId();
  const put = (entity: EntityName, values: Readonly<Record<string, unknown>>, minutesAgo = 60 * 24 * 30): string => {
    const id = typeof values['id'] === 'string' ? values['id'] : newId();
    const blank = Object.fromEntries(Object.entries<object>(entityOf[entity].fields).map(([key, field]) => [key, 'fallback' in field ? field.fallback : null]));
    const when = at(minutesAgo);
    const row = { ...blank, tenantId: tenant, createdAt: when, updatedAt: when, acceptedAt: when, version: 1, visibleTo: null, ...values, id };
    store.set(entity, (store.get(entity) ?? new Map<string, AnyRow>()).set(id, row));
    return id;
  };
  put('tenants', { id: tenant, name: 'Nairobi City Helpline', subdomain: 'nairobi', ownerId: tenant, timeZone: 'Africa/Nairobi', countryCode: 'KE' });
  const roles = new Map(
    roleNames.map((name, place) => [
      name,
      put('roles', { name, displayName: name === 'teamLead' ? 'Team lead' : name.charAt(0).toUpperCase() + name.slice(1), rank: 7 - place, isSystem: true }),
    ]),
  );
  for (const name of roleNames) for (const [capability, scope] of Object.entries(grantsOf(name))) put('roleGrants', { roleId: roles.get(name), capability, scope });
  const users = people.map(() => newId());
  people.forEach(([displayName, role], place) =>
    put('memberships', {
      userId: users[place],
      roleId: roles.get(role),
      displayName,
      workEmail: `${normalizeName(displayName).split(' ')[0]}@helpline.example`,
      joinedAt: at(60 * 24 * 400),
    }),
  );
  const teams = [
    put('teams', { name: 'First line', description: 'Takes every call first.', colour: '#0d6f83' }),
    put('teams', { name: 'Follow-up', kind: 'followUp', colour: '#8a5300' }),
  ];
  users.forEach((userId, place) => put('teamMembers', { teamId: teams[place % 2], userId, isLead: place === 2, joinedAt: at(60 * 24 * 300) }));
  const priorities = (
    [
      ['Low', '#7a8794', 120],
      ['Normal', '#2b9bb0', 48],
      ['High', '#d9822b', 24],
      ['Urgent', '#c4372c', 4],
    ] as const
  ).map(([name, colour, slaHours], level) => put('priorities', { name, colour, slaHours, level: level + 1 }));
  const kinds = (
    [
      ['complaint', 'Complaint', 'CMP'],
      ['request', 'Service request', 'SRQ'],
    ] as const
  ).map(([code, name, numberPrefix]) => put('caseKinds', { code, name, numberPrefix, defaultPriorityId: priorities[1] }));
  const categories = ['Billing', 'Water and heating', 'Delivery', 'Account access', 'Roads and lights', 'Data protection'].map((name, place) =>
    put('caseCategories', { name, code: `C${place}`, sortOrder: place }),
  );
  const reasons = put('referenceLists', { name: 'closeReasons', displayName: 'Close reasons' });
  ['Solved', 'Duplicate', 'No answer from contact', 'Not ours'].forEach((name, sortOrder) => put('referenceItems', { listId: reasons, name, code: name.slice(0, 3), sortOrder }));
  put('devices', { userId: users[0], name: 'desk-12', platform: 'linux', publicKey: 'k', lastSyncAt: at(1), leaseUntil: at(-60 * 24 * 30), visibleTo: [`user:${users[0]}`] });

  const contactIds = Array.from({ length: contacts }, (_, place) => {
    const firstName = firstNames[(place * 7) % firstNames.length] ?? 'Grace';
    const lastName = lastNames[(place * 7 + Math.floor(place / 20)) % lastNames.length] ?? 'Otieno';
    const fullName = fullNameOf(firstName, lastName);
    const phone = `+2547${String(10_000_000 + place * 73_531).slice(0, 8)}`;
    const email = `contact${place}@mail.example`;
    const id = put('contacts', {
      firstName,
      lastName,
      fullName,
      normalizedName: normalizeName(fullName),
      kind: ['client', 'client', 'lead', 'thirdParty', 'agency'][place % 5],
      primaryPhone: phone,
      primaryEmail: place % 3 ? email : null,
      jobTitle: place % 6 === 0 ? 'Shopkeeper' : null,
      tags: place % 9 === 0 ? ['calls often'] : [],
    });
    put('contactPoints', {
      contactId: id,
      kind: 'phone',
      value: phone.replace(/(\+254)(\d{3})(\d{3})(\d{3})/, '$1 $2 $3 $4'),
      normalized: normalizePoint('phone', phone),
      label: place % 2 ? 'mobile' : null,
      isPrimary: true,
    });
    if (place % 3) put('contactPoints', { contactId: id, kind: 'email', value: email, normalized: email, isPrimary: true });
    if (place % 4 === 0) put('contactPoints', { contactId: id, kind: 'whatsapp', value: phone, normalized: phone, isPrimary: true });
    return id;
  });
  const caseIds = Array.from({ length: cases }, (_, place) => {
    const opened = 12 + place * 47 + roll(40);
    const status = place < 4 ? 'open' : (['open', 'open', 'open', 'onHold', 'resolved', 'closed', 'closed', 'cancelled'][roll(8)] ?? 'open');
    const assignedTo = place % 5 === 3 ? null : users[place % 3 === 0 ? 0 : roll(4)];
    const teamId = teams[place % 2];
    const contact = contactIds[(place * 3) % contactIds.length];
    const isDone = status === 'closed' || status === 'resolved';
    const visibleTo = [...(assignedTo ? [`user:${assignedTo}`] : []), `team:${teamId}`].toSorted();
    const id = put(
      'cases',
      {
        caseNumber: formatNumber('{prefix}-{yyyy}-{seq:6}', place % 3 ? 'SRQ' : 'CMP', '2026', 4200 - place),
        kindId: kinds[place % 3 ? 1 : 0],
        title: matters[place % matters.length],
        description: place % 2 ? 'The caller says it has happened before. Has photographs and the last two letters, can send them by WhatsApp.' : null,
        status,
        priorityId: priorities[place === 0 ? 3 : ([1, 1, 2, 0, 1, 3][roll(6)] ?? 1)],
        categoryId: categories[place % categories.length],
        assignedTo,
        teamId,
        primaryContactId: contact,
        openedAt: at(opened),
        dueAt: place % 3 === 2 ? null : at(opened - 60 * 24 * (1 + roll(4))),
        resolvedAt: isDone ? at(opened - 60) : null,
        closedAt: status === 'closed' ? at(opened - 90) : null,
        resolution: isDone ? 'Refunded and confirmed by telephone.' : null,
        customFields: place % 4 === 0 ? { 'Meter number': `M-${10_200 + place}` } : {},
        tags: place % 7 === 0 ? ['vulnerable', 'call after 17:00'] : [],
        createdBy: users[1],
        visibleTo,
      },
      opened,
    );
    put(
      'activityEvents',
      {
        subjectType: 'cases',
        subjectId: id,
        caseId: id,
        type: 'created',
        actorId: users[1],
        actorKind: 'member',
        happenedAt: at(opened),
        metadata: {},
        visibleTo,
        createdBy: users[1],
      },
      opened,
    );
    put('caseParticipants', { caseId: id, contactId: contact, role: 'client', permissions: ['view'], assignedAt: at(opened), visibleTo }, opened);
    if (place % 4 === 0)
      put(
        'caseParticipants',
        { caseId: id, contactId: contactIds[(place * 3 + 11) % contactIds.length], role: 'thirdParty', permissions: ['view'], assignedAt: at(opened), visibleTo },
        opened,
      );
    for (let each = 0; each < 1 + roll(5); each++) {
      const when = Math.max(2, opened - 5 - each * 97);
      const author = users[roll(4)];
      put('notes', { subjectType: 'cases', subjectId: id, caseId: id, body: notes[roll(notes.length)], isInternal: roll(3) > 0, createdBy: author, visibleTo }, when);
      if (each === 1)
        put(
          'caseHistory',
          { caseId: id, fieldName: 'assignedTo', oldValue: null, newValue: assignedTo ?? users[0], changedAt: at(when + 3), createdBy: users[2], visibleTo },
          when + 3,
        );
      if (each === 2)
        put(
          'caseHistory',
          {
            caseId: id,
            fieldName: 'priorityId',
            oldValue: priorities[1],
            newValue: priorities[2],
            changeReason: 'Second call in one day',
            changedAt: at(when + 1),
            createdBy: users[2],
            visibleTo,
          },
          when + 1,
        );
    }
    return id;
  });
  return { store, ids: { tenant, me: users[0] ?? tenant, teams, users, cases: caseIds } };
}
