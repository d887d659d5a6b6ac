import type { AnyEntity } from '#domain/kernel/entity.ts';
import { entityOf } from '#domain/registry.ts';
import type { World } from '../support/world.ts';
import type { Step } from './model-steps.ts';
import type { TestDesk } from './test-desk.ts';

/** Everything that a step may touch. */
export interface Scene {
  readonly world: World;
  readonly desks: readonly TestDesk[];
  /** A desk whose line is never broken, of the tenant's owner. */
  readonly admin: TestDesk;
  readonly crashHub: () => Promise<void>;
  readonly restore: () => Promise<void>;
}

let marks = 0;
/** A text that no other command writes. */
const mark = (what: string) => `${what} ${(marks += 1)} – ‹żółć›\n“${what}”`;

/** Does one step; what a desk refuses at once is a fine answer. */
export async function act({ world, desks, admin, crashHub, restore }: Scene, step: Step): Promise<void> {
  if (step.do === 'crashHub') return crashHub();
  if (step.do === 'restore') return restore();
  if (step.do === 'pause') return new Promise((done) => setTimeout(done, step.milliseconds));
  if (step.do === 'role' || step.do === 'team') {
    const userId = world.idOf('users', 'fullName', desks[step.member]?.name ?? '');
    if (step.do === 'role') return admin.runOnline('members.update', { userId, roleId: world.idOf('roles', 'name', step.role) });
    return admin.runOnline(step.join ? 'teams.addMember' : 'teams.removeMember', { userId, teamId: world.idOf('teams', 'name', step.team === 0 ? 'North' : 'South') });
  }
  const desk = desks[step.desk];
  if (!desk) throw new Error(`no desk ${step.desk}`);
  if (step.do === 'line') {
    desk.line.up = step.up;
    if (!step.up) desk.line.cut();
    else await desk.syncNow();
    return;
  }
  if (step.do === 'fault') return void desk.line.faults.push(...Array.from({ length: step.times }, () => step.kind));
  if (step.do === 'crash') return desk.crash(step.point);
  const command = commandOf(world, desk, step);
  if (command) await desk.send(command.name, command.args, step.do === 'open' && step.twice ? 2 : 1);
}

interface Sent {
  readonly name: string;
  readonly args: unknown;
}

function commandOf(world: World, desk: TestDesk, step: Extract<Step, { readonly desk: number }>): Sent | null {
  const pick = <Entity extends AnyEntity>(entity: Entity, n: number) => {
    const rows = desk.rows(entity).filter((row) => row['deletedAt'] === null);
    return rows[n % Math.max(1, rows.length)];
  };
  if (step.do === 'open') {
    const contact = step.contact === null ? undefined : pick(entityOf.contacts, step.contact);
    return {
      name: 'cases.open',
      args: {
        kindId: world.idOf('caseKinds', 'code', 'matter'),
        priorityId: world.idOf('priorities', 'name', 'Medium'),
        categoryId: world.idOf('caseCategories', 'name', 'General'),
        title: mark('case'),
        contactId: contact?.id ?? null,
        tags: ['first'],
      },
    };
  }
  if (step.do === 'contact') {
    if (step.kind === 'create')
      return { name: 'contacts.create', args: { firstName: mark('Zoë'), lastName: 'O’Brien', points: [{ kind: 'email', value: `m${(marks += 1)}@example.org` }] } };
    const contact = pick(entityOf.contacts, step.row);
    if (!contact) return null;
    if (step.kind === 'point') return { name: 'contacts.addPoint', args: { contactId: contact.id, point: { kind: 'phone', value: `+2547${10_000_000 + (marks += 1)}` } } };
    return { name: 'contacts.update', args: { id: contact.id, patch: { jobTitle: mark('job') }, base: { jobTitle: contact['jobTitle'] } } };
  }
  if (step.do === 'line' || step.do === 'fault' || step.do === 'crash') return null;
  const row = pick(entityOf.cases, step.row);
  if (!row) return null;
  const { id } = row;
  switch (step.do) {
    case 'edit':
      return { name: 'cases.update', args: { id, ...edited(row, step.field) } };
    case 'move':
      return {
        name: `cases.${step.to}`,
        args: {
          hold: { id, reason: 'later' },
          resume: { id },
          resolve: { id, resolution: mark('done') },
          close: { id },
          reopen: { id, reason: 'again' },
          cancel: { id, reason: 'no' },
        }[step.to],
      };
    case 'assign': {
      const me = world.idOf('users', 'fullName', desk.name);
      const teamId = world.idOf('teams', 'name', row['teamId'] === world.idOf('teams', 'name', 'North') ? 'South' : 'North');
      return {
        name: 'cases.assign',
        args: { id, ...{ self: { userId: me, from: row['assignedTo'] }, nobody: { userId: null, from: row['assignedTo'] }, otherTeam: { teamId, userId: null } }[step.to] },
      };
    }
    case 'note': {
      if (step.kind === 'add') return { name: 'notes.add', args: { subject: { caseId: id }, body: mark('note') } };
      const note = pick(entityOf.notes, step.row);
      if (!note) return null;
      return step.kind === 'remove'
        ? { name: 'notes.remove', args: { id: note.id } }
        : { name: 'notes.edit', args: { id: note.id, patch: { body: mark('edited') }, base: { body: note['body'] } } };
    }
    case 'participant': {
      if (step.kind === 'remove') {
        const leaving = desk.rows(entityOf.caseParticipants).find((each) => each['caseId'] === id && each['deletedAt'] === null);
        return leaving ? { name: 'participants.remove', args: { id: leaving.id, caseId: id } } : null;
      }
      const contact = pick(entityOf.contacts, step.contact);
      return contact ? { name: 'participants.add', args: { caseId: id, contactId: contact.id, role: 'witness' } } : null;
    }
  }
}

function edited(row: Readonly<Record<string, unknown>>, field: 'customFields' | 'description' | 'tags' | 'title'): { readonly patch: object; readonly base: object } {
  const old = row[field];
  const fresh = {
    title: mark('title'),
    description: mark('text'),
    tags: [...(Array.isArray(old) ? old : []), mark('tag').slice(0, 90)],
    customFields: { ...(typeof old === 'object' ? old : {}), [`k${(marks += 1) % 5}`]: mark('value') },
  }[field];
  return { patch: { [field]: fresh }, base: { [field]: old } };
}
