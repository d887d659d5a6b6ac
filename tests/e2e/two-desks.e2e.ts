import { expect, type Page } from '@playwright/test';
import * as desk from './desk-page.ts';
import { people } from './office.ts';
import { test } from './test.ts';
import { clash, sharedCase } from './two-people.ts';

const description = (page: Page) => desk.fieldOn(page, 'Description');

test('a note written at one desk appears at the other, and both say truly that they are caught up', async ({ open }) => {
  const [amina, sigrid] = await Promise.all([open('amina'), open('sigrid')]);
  await sharedCase(amina, sigrid, 'Parcel left at the wrong door');
  await desk.writeNote(amina, 'The neighbour at 14 has it: ≤ 2 kg, “fragile”, 易碎.');
  const arrived = desk.storyOn(sigrid).getByText('The neighbour at 14 has it: ≤ 2 kg, “fragile”, 易碎.');
  await expect(arrived).toBeVisible();
  await expect(desk.storyOn(sigrid).getByText(people.amina.name).last()).toBeVisible();
  await Promise.all([desk.expectCaughtUp(amina), desk.expectCaughtUp(sigrid)]);
  await expect(desk.caseOn(amina, 'Parcel left at the wrong door').getByText(/^On server \d\d:\d\d:\d\d$/)).toBeVisible();
  await expect(desk.storyOn(amina).getByRole('img', { name: /not on the server yet/ })).toHaveCount(0);
});

test('a case opened for the team is free at every desk until somebody takes it', async ({ open }) => {
  const [amina, joao] = await Promise.all([open('amina'), open('joao')]);
  const form = await desk.beginCase(amina, 'For whoever is free');
  await expect(form.getByText('Yours, unless a team or a person is chosen.')).toBeVisible();
  await desk.pick(amina, form.getByRole('combobox', { name: 'Team' }), 'Front desk');
  await form.getByRole('button', { name: 'Open a case' }).click();
  const free = desk.caseOn(amina, 'For whoever is free');
  await expect(free.getByText('Take the case, then it is yours to work on.')).toBeVisible();
  await desk.visitCase(joao, new URL(amina.url()).hash.slice(1).replace(/\?.*$/, ''), 'For whoever is free');
  await desk.caseOn(joao, 'For whoever is free').getByRole('button', { name: 'Take' }).click();
  await joao.getByRole('dialog', { name: 'Assign the case' }).getByRole('button', { name: 'Take' }).click();
  await desk.writeNote(joao, 'I have taken this one.');
  await expect(desk.storyOn(amina).getByText('I have taken this one.', { exact: true })).toBeVisible();
  await expect(desk.composerOn(amina)).toHaveCount(0);
});

test('without the hub both desks go on, and different fields of one case come together without a question', async ({ open, office }) => {
  const [amina, sigrid] = await Promise.all([open('amina'), open('sigrid')]);
  await sharedCase(amina, sigrid, 'Gate will not open');
  await office.hub.kill();
  await Promise.all([desk.expectOffline(amina), desk.expectOffline(sigrid)]);

  await desk.editField(amina, 'Title', 'Gate will not open since Sunday');
  await desk.writeNote(amina, 'Written while the hub was gone.');
  await desk.editField(sigrid, 'Description', 'The motor hums and nothing moves.');
  await desk.expectPending(amina, 2);
  await desk.expectPending(sigrid, 1);
  await expect(desk.caseOn(amina, 'Gate will not open since Sunday').getByText(/not on the server yet/)).toBeVisible();

  await office.hub.start();
  await Promise.all([desk.expectCaughtUp(amina), desk.expectCaughtUp(sigrid)]);
  for (const page of [amina, sigrid]) {
    await expect(desk.caseOn(page, 'Gate will not open since Sunday')).toBeVisible();
    await expect(description(page)).toContainText('The motor hums and nothing moves.');
    await expect(desk.storyOn(page).getByText('Written while the hub was gone.', { exact: true })).toHaveCount(1);
    await desk.expectToReview(page, 0);
  }
});

for (const { keep, stands } of [
  { keep: 'mine', stands: 'What Sigrid wrote' },
  { keep: 'theirs', stands: 'What Amina wrote' },
] as const)
  test(`the same field edited at both desks waits in the review tray with both values; keep ${keep} makes it stand`, async ({ open, office }) => {
    const [amina, sigrid] = await Promise.all([open('amina'), open('sigrid')]);
    const title = `Two versions, keep ${keep}`;
    await clash(amina, sigrid, office.hub, title);

    await desk.statusBar(sigrid).getByRole('link', { name: '1 to review' }).click();
    const item = sigrid.getByRole('article', { name: title });
    const clashes = item.getByRole('row', { name: /^Description/ });
    await expect(clashes.getByRole('cell')).toHaveText([/As both saw it/, /What Sigrid wrote/, /What Amina wrote/]);
    await expect(item.getByRole('columnheader')).toHaveText(['Field', 'When you started', 'Yours', `Theirs (${people.amina.name})`]);
    await expect(item.getByText(new RegExp(`${people.amina.name}, \\d\\d:\\d\\d`))).toBeVisible();

    if (keep === 'theirs') await item.getByRole('radio', { name: 'Keep theirs: Description' }).check();
    await item.getByRole('button', { name: `Keep ${keep}` }).click();
    await expect(sigrid.getByText('Nothing to review')).toBeVisible();
    await desk.expectCaughtUp(sigrid);
    await desk.expectToReview(sigrid, 0);
    await sigrid.goBack();
    for (const page of [amina, sigrid]) await expect(description(page)).toContainText(stands);
  });

test('an edit that met another is sent edited, or handed to a supervisor as a note that all of them can read', async ({ open, office }) => {
  const [amina, sigrid] = await Promise.all([open('amina'), open('sigrid')]);
  await clash(amina, sigrid, office.hub, 'Two versions, made one');
  await desk.statusBar(sigrid).getByRole('link', { name: '1 to review' }).click();
  const item = sigrid.getByRole('article', { name: 'Two versions, made one' });
  await item.getByRole('button', { name: 'Edit and send' }).click();
  await item.getByRole('textbox', { name: 'Description' }).fill('What both wrote');
  await item.getByRole('button', { name: 'Send the edited version' }).click();
  await expect(sigrid.getByText('Nothing to review')).toBeVisible();
  await sigrid.goBack();
  for (const page of [amina, sigrid]) await expect(description(page)).toContainText('What both wrote');

  await clash(amina, sigrid, office.hub, 'Two versions, handed over');
  await desk.statusBar(sigrid).getByRole('link', { name: '1 to review' }).click();
  await sigrid.getByRole('article', { name: 'Two versions, handed over' }).getByRole('button', { name: 'Hand to a supervisor' }).click();
  await expect(sigrid.getByText('Nothing to review')).toBeVisible();
  const note = desk.storyOn(amina).getByText('Description: What Sigrid wrote (now: What Amina wrote)');
  await expect(note).toBeVisible();
  await expect(note).toContainText('For a supervisor: “Edit the case” was not taken.');
  await expect(description(amina)).toContainText('What Amina wrote');
});

test('a colleague’s note that arrives while one writes is shown before one can send', async ({ open }) => {
  const [amina, sigrid] = await Promise.all([open('amina'), open('sigrid')]);
  await sharedCase(amina, sigrid, 'Calls twice a day');
  await desk.composerOn(amina).fill('I shall call him back.');
  await desk.writeNote(sigrid, 'I have just spoken to him, please do not call.');

  const news = amina.getByRole('alert').filter({ hasText: 'Something happened while you were writing.' });
  await expect(news).toContainText('I have just spoken to him, please do not call.');
  await expect(news).toContainText(people.sigrid.name);
  await amina.getByRole('button', { name: 'Add note' }).click();
  await expect(news).toContainText('Look before you send.');
  await expect(desk.composerOn(amina)).toHaveValue('I shall call him back.');
  await expect(desk.storyOn(sigrid).getByText('I shall call him back.')).toHaveCount(0);

  await news.getByRole('button', { name: 'I have seen it' }).click();
  await amina.getByRole('button', { name: 'Add note' }).click();
  await expect(desk.storyOn(sigrid).getByText('I shall call him back.', { exact: true })).toHaveCount(1);
});
