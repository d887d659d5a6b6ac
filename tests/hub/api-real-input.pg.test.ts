import { normalizePoint } from '#domain/contacts/rules.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi, type ApiStage, type Body } from '../support/api.ts';
import { cards, commandIdOf, customers, developments, names } from '../support/real-crm.ts';
import { realInput } from '../support/real-input.ts';

const folder = realInput();
// All rows take minutes; every run takes a part that is spread over each file.
const isLong = process.env['LONG'] !== undefined;
const some = <Row>(rows: readonly Row[], every: number): readonly Row[] => (isLong ? rows : rows.filter((_, place) => place % every === 0));

let stage: ApiStage;
let key: string;
beforeAll(async () => {
  stage = await openApi();
  ({ text: key } = await stage.key([
    ['contacts.view', 'tenant'],
    ['contacts.edit', 'tenant'],
    ['inventory.view', 'tenant'],
    ['inventory.manage', 'tenant'],
  ]));
});
afterAll(() => stage.close());

/** Sends the rows from eight clients at once; every seventh twice at the same moment, as after a line that broke. */
async function send<Row>(rows: readonly Row[], work: (row: Row) => Promise<unknown>): Promise<void> {
  const queue = rows.map((row, place) => [row, place] as const);
  const client = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await Promise.all(next[1] % 7 === 0 ? [work(next[0]), work(next[0])] : [work(next[0])]);
  };
  await Promise.all(Array.from({ length: 8 }, client));
}

async function create(path: string, body: object, id: string): Promise<Body> {
  const answer = await stage.call(key, 'POST', path, body, { 'idempotency-key': id });
  if (answer.status !== 201) throw new Error(`${path} ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Every row of a list, page after page. */
async function all(path: string): Promise<readonly Body[]> {
  const rows: Body[] = [];
  for (let after: string | null = ''; after !== null;) {
    const { status, body } = await stage.call(key, 'GET', `${path}${path.includes('?') ? '&' : '?'}limit=500${after && `&after=${encodeURIComponent(after)}`}`);
    expect(status).toBe(200);
    rows.push(...body.data);
    after = body.next;
  }
  return rows;
}

test.skipIf(folder === null)('customers become accounts with a contact each, once, to the letter', { timeout: 900_000 }, async () => {
  const rows = customers(folder ?? '');
  expect(rows).toHaveLength(7043);
  const sent = some(rows, 25);
  await send(sent, async (row) => {
    const id = row['customerID'] ?? '';
    const account = await create('/accounts', { name: id, accountType: 'client', customFields: row, tags: ['telco'] }, commandIdOf('telco account', id));
    await create('/contacts', { firstName: id, accountId: account.id, kind: 'client', sourceSystem: 'telco', customFields: row }, commandIdOf('telco contact', id));
  });
  const accounts = await all('/accounts?filter[tags][contains]=telco&fields=name,customFields');
  const contacts = await all('/contacts?filter[sourceSystem]=telco&fields=fullName,accountId,customFields');
  const byId = (one: { readonly id: string }, other: { readonly id: string }) => (one.id < other.id ? -1 : 1);
  const wanted = sent.map((row) => ({ id: row['customerID'] ?? '', row })).toSorted(byId);
  expect(accounts.map((account) => ({ id: account.name, row: account['customFields'] })).toSorted(byId)).toEqual(wanted);
  const nameOf = new Map(accounts.map((account) => [account.id, account.name]));
  expect(contacts.map((contact) => ({ id: nameOf.get(String(contact['accountId'])) ?? '', row: contact['customFields'] })).toSorted(byId)).toEqual(wanted);
});

test.skipIf(folder === null)('developments become inventory with a unit each; the second of a name is refused by its key', { timeout: 300_000 }, async () => {
  const rows = developments(folder ?? '');
  expect(rows).toHaveLength(264);
  const placeOf = (row: (typeof rows)[number]) => `${row['Property Name']?.trim()} / ${row['Community Area Name']}`;
  const refused: string[] = [];
  const kept: (typeof rows)[number][] = [];
  for (const [place, row] of rows.entries()) {
    const [lat, lng] = [Number(row['Latitude']), Number(row['Longitude'])];
    const location = row['Latitude'] ? { lat, lng, address: row['Address'] } : null;
    const body = { name: row['Property Name']?.trim(), developerName: row['Management Company'], city: row['Community Area Name'], microMarket: row['Property Type'], location };
    const answer = await stage.call(key, 'POST', '/inventory/projects', body, { 'idempotency-key': commandIdOf('chicago', String(place)) });
    if (answer.status === 409) {
      expect(answer.body).toMatchObject({ code: 'unique.taken', field: 'city' });
      refused.push(placeOf(row));
      continue;
    }
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201, body });
    kept.push(row);
    await create('/inventory/units', { projectId: answer.body.id, unitLabel: 'All', configuration: `${row['Units']} units` }, commandIdOf('chicago unit', String(place)));
  }
  const counted = Map.groupBy(rows, placeOf);
  expect(refused.toSorted()).toEqual([...counted].flatMap(([place, alike]) => alike.slice(1).map(() => place)).toSorted());
  const projects = await all('/inventory/projects?fields=name,city,microMarket,developerName');
  expect(projects.map(({ name, city }) => `${name} / ${String(city)}`).toSorted()).toEqual([...counted.keys()].toSorted());
  expect(await all('/inventory/units?filter[unitLabel]=All')).toHaveLength(kept.length);
  const total = (await all('/inventory/units')).reduce((sum, unit) => sum + Number(String(unit['configuration']).replace(' units', '')), 0);
  expect(total).toBe(kept.reduce((sum, row) => sum + Number(row['Units']), 0));
});

test.skipIf(folder === null)('names of twelve scripts become contacts and are found again as they are written', { timeout: 600_000 }, async () => {
  const rows = names(folder ?? '');
  expect(rows).toHaveLength(2480);
  const sent = some(rows, 10);
  await send(sent, ({ key: place, firstName, lastName, country }) =>
    create('/contacts', { firstName, lastName, sourceSystem: 'names', tags: [country] }, commandIdOf('names', place)),
  );
  const found = await all('/contacts?filter[sourceSystem]=names&fields=firstName,lastName,tags');
  const line = (one: readonly unknown[]) => one.join(' | ');
  expect(found.map((row) => line([row['firstName'], row['lastName'], row['tags']])).toSorted()).toEqual(
    sent.map(({ firstName, lastName, country }) => line([firstName.trim(), lastName?.trim() ?? null, country])).toSorted(),
  );
  for (const { firstName } of sent.filter((_, place) => place % 40 === 0)) {
    const { body } = await stage.call(key, 'GET', `/contacts?filter[firstName]=${encodeURIComponent(firstName.trim())}&filter[sourceSystem]=names&limit=500`);
    expect(body.data.length).toBe(sent.filter((one) => one.firstName.trim() === firstName.trim()).length);
  }
});

test.skipIf(folder === null)('cards of ten address books become contacts, and those who are there already are named', async () => {
  const suspected: string[] = [];
  const made: string[] = [];
  for (const [place, { file, fullName, points }] of cards(folder ?? '').entries()) {
    const [firstName = '', ...rest] = fullName.split(' ');
    const body = { firstName, lastName: rest.join(' ') || null, sourceSystem: 'vcard', points };
    const answer = await stage.call(key, 'POST', '/contacts', body, { 'idempotency-key': commandIdOf('card', String(place)) });
    if (answer.status === 422) {
      expect(answer.body).toMatchObject({ code: 'contact.duplicateSuspected', field: 'points' });
      suspected.push(`${file}: ${fullName}`);
      await create('/contacts', { ...body, despiteDuplicates: true }, commandIdOf('card again', String(place)));
    } else expect(answer, `${file} ${JSON.stringify(answer.body)}`).toMatchObject({ status: 201 });
    made.push(fullName);
  }
  const found = await all('/contacts?filter[sourceSystem]=vcard&fields=fullName');
  expect(found.map((row) => String(row['fullName'])).toSorted()).toEqual(made.map((name) => name.replaceAll(/ +/g, ' ')).toSorted());
  // Those, and only those, who share a number or an address with an earlier card.
  const seen = new Set<string>();
  const twins = cards(folder ?? '').filter(({ points }) => {
    const forms = points.map(({ kind, value }) => `${kind} ${normalizePoint(kind, value)}`);
    const isTwin = forms.some((form) => seen.has(form));
    for (const form of forms) seen.add(form);
    return isTwin;
  });
  expect(suspected).toEqual(twins.map(({ file, fullName }) => `${file}: ${fullName}`));
  expect(suspected).toHaveLength(9);
});
