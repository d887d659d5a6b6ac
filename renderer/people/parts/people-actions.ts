import type { CommandArgs } from '#domain/bridge.ts';
import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import { Device } from '#domain/people/device.ts';
import { Membership } from '#domain/people/membership.ts';
import { TeamMember } from '#domain/people/team-member.ts';
import { Team } from '#domain/people/team.ts';
import { IconDeviceLaptopOff, IconUserCog, IconUserMinus, IconUserPlus } from '@tabler/icons-react';
import { useTrial } from '../../bridge/session.tsx';
import { anyDialog, type RecordAction } from '../../records/record-action.ts';
import { t } from '../../ui/text.ts';

/** What may be done with members, teams and devices: each runs on the hub, and says so where there is no line. */
export function usePeopleActions(): (entity: AnyEntity, row: AnyRow) => readonly RecordAction[] {
  const trial = useTrial();
  return (entity, row) => {
    const { id } = row;
    if (entity.name === Team.name) {
      // A record of an entity has an id of that entity; the command parses it again.
      const team = id as CommandArgs<'teams.addMember'>['teamId'];
      const sample = { teamId: team, userId: id };
      return [
        {
          command: 'teams.addMember',
          label: t('team.addMember'),
          icon: IconUserPlus,
          reason: trial('teams.addMember', sample, [])?.message ?? null,
          dialog: anyDialog({
            command: 'teams.addMember',
            about: id,
            button: t('team.addMember'),
            questions: [{ name: 'userId', field: TeamMember.fields.userId, label: Membership.singular, isRequired: true }],
            argsOf: ({ userId }) => ({ teamId: team, userId: String(userId) }),
          }),
        },
        {
          command: 'teams.removeMember',
          label: t('team.removeMember'),
          icon: IconUserMinus,
          reason: trial('teams.removeMember', sample, [])?.message ?? null,
          dialog: anyDialog({
            command: 'teams.removeMember',
            about: id,
            isGrave: true,
            button: t('team.removeMember'),
            intro: t('team.removeIntro'),
            questions: [{ name: 'userId', field: TeamMember.fields.userId, label: Membership.singular, isRequired: true }],
            argsOf: ({ userId }) => ({ teamId: team, userId: String(userId) }),
          }),
        },
      ];
    }
    if (entity.name === Membership.name)
      return [
        {
          command: 'members.update',
          label: t('member.change'),
          icon: IconUserCog,
          reason: trial('members.update', { userId: String(row['userId']) }, [row])?.message ?? null,
          dialog: anyDialog({
            command: 'members.update',
            about: id,
            button: t('edit.save'),
            questions: [
              { name: 'displayName', field: Membership.fields.displayName, isRequired: true },
              { name: 'roleId', field: Membership.fields.roleId, isRequired: true },
              { name: 'isActive', field: Membership.fields.isActive },
            ],
            initial: { displayName: row['displayName'], roleId: row['roleId'], isActive: row['isActive'] },
            // The command parses what was typed and picked.
            argsOf: (answers) => ({ userId: String(row['userId']), ...answers }) as CommandArgs<'members.update'>,
          }),
        },
      ];
    if (entity.name === Device.name && row['status'] !== 'revoked' && row['status'] !== 'wiped')
      return [
        {
          command: 'devices.revoke',
          label: t('device.revoke'),
          icon: IconDeviceLaptopOff,
          reason: trial('devices.revoke', { id }, [row])?.message ?? null,
          dialog: anyDialog({
            command: 'devices.revoke',
            about: id,
            isGrave: true,
            button: t('device.revoke'),
            intro: t('device.revokeIntro'),
            questions: [],
            argsOf: () => ({ id }),
          }),
        },
      ];
    return [];
  };
}
