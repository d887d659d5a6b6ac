import type { AnyCommand } from '#domain/kernel/command.ts';
import * as z from 'zod';
import { auditLook } from './audit.ts';
import type { Call, Operation, QueryParameter, Reply } from './operation.ts';
import { HttpProblem } from '../http/problem.ts';
import { missing } from './problem.ts';
import { findRow, listNested, listRows, reading, type Listed } from './read.ts';
import { argsOf, resources, type Resource } from './resource.ts';
import { createRow, moveRow, updateRow, type Sent, type WrittenRow } from './write.ts';

const words = (id: string) => id.replace(/[-/](\w)/g, (_, letter: string) => letter.toUpperCase());
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const pageOf = (name: string) => ({
  type: 'object',
  required: ['data', 'next'],
  properties: { data: { type: 'array', items: ref(name) }, next: { type: ['string', 'null'], description: 'The cursor of the next page; null at the end.' } },
});

/** How a list is asked for. */
function listQuery({ entity }: Pick<Resource, 'entity'>): readonly QueryParameter[] {
  return [
    { name: 'limit', description: 'Rows on a page, 50 unless told.', schema: { type: 'integer', minimum: 1, maximum: 500 } },
    { name: 'after', description: 'The cursor of the page before.', schema: { type: 'string' } },
    { name: 'sort', description: 'One field; a minus before it turns the order round. Without it the newest come first.', schema: ref(`${entity.name}_sort`) },
    fieldsQuery,
    { name: 'filter', description: 'filter[field]=value, or filter[field][op]=value.', schema: ref(`${entity.name}_filter`), style: 'deepObject' },
  ];
}

const fieldsQuery: QueryParameter = { name: 'fields', description: 'The names of the fields wanted, with commas between.', schema: { type: 'string' } };

const id = z.uuid();
/** The row that an address names; what is no id names none. */
function idIn({ params }: Call): string {
  if (!id.safeParse(params['id']).success) throw missing();
  return params['id'] ?? '';
}

const versionTag = (version: number) => `"${version}"`;

function sentBy({ caller, origin, headers }: Call): Sent {
  const { ifMatch } = headers;
  if (ifMatch === undefined || ifMatch === '*') return { caller, origin, key: headers.key, version: null };
  const version = /^"(\d{1,9})"$/.exec(ifMatch)?.[1];
  if (version === undefined) throw new HttpProblem(400, 'header.invalid', 'If-Match is not the ETag of a row.', 'If-Match');
  return { caller, origin, key: headers.key, version: Number(version) };
}

/** A page, with the address of the next in a header. */
export function paged({ data, next }: Listed, path: string, { asked }: Pick<Call, 'asked'>): Reply {
  const link = next === null ? {} : { link: `</api/v1${path}?${new URLSearchParams({ ...asked, after: next })}>; rel="next"` };
  return { status: 200, body: { data, next }, headers: link };
}

const rowReply = (status: number, { row, version }: Pick<WrittenRow, 'row' | 'version'>, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  body: row,
  headers: { ...headers, ...(version === null ? {} : { etag: versionTag(version) }) },
});

function reads(resource: Resource): readonly Operation[] {
  const { entity, path } = resource;
  const [one, all] = [entity.singular.toLowerCase(), entity.plural.toLowerCase()];
  const tag = entity.name;
  return [
    {
      method: 'GET',
      path: `/${path}`,
      id: `list_${entity.name}`,
      tag,
      summary: `List ${all}`,
      query: listQuery(resource),
      answer: { status: 200, schema: pageOf(entity.name) },
      handle: async (call, { serve, now }) => {
        const listed = await reading(serve, call.caller, async (tx) => {
          await auditLook(tx, entity, call, now());
          return listRows(tx, entity, call.caller, call.asked);
        });
        return paged(listed, `/${path}`, call);
      },
    },
    {
      method: 'GET',
      path: `/${path}/{id}`,
      id: `get_${entity.name}`,
      tag,
      summary: `Show one ${one}`,
      query: [fieldsQuery],
      answer: { status: 200, schema: ref(entity.name) },
      handle: async (call, { serve, now }) => {
        const { fields, ...rest } = call.asked;
        const [unknown] = Object.keys(rest);
        if (unknown !== undefined) throw new HttpProblem(400, 'field.invalid', `${unknown}: one row knows fields only`, unknown);
        const found = await reading(serve, call.caller, async (tx) => {
          const row = await findRow(tx, entity, call.caller, idIn(call), fields);
          await auditLook(tx, entity, call, now());
          return row;
        });
        const seen = call.headers.ifNoneMatch?.split(',').map((tagged) => tagged.trim().replace(/^W\//, ''));
        if (seen?.includes(versionTag(found.version)) || seen?.includes('*')) return { status: 304, headers: { etag: versionTag(found.version) } };
        return rowReply(200, found);
      },
    },
    ...resource.nested.map((nested): Operation => {
      const address = `/${path}/{id}/${nested.name}`;
      return {
        method: 'GET',
        path: address,
        id: `list_${words(nested.name)}_of_${entity.name}`,
        tag,
        summary: `List the ${nested.entity.plural.toLowerCase()} of one ${one}`,
        query: listQuery(nested),
        answer: { status: 200, schema: pageOf(nested.entity.name) },
        handle: async (call, { serve, now }) => {
          const listed = await reading(serve, call.caller, async (tx) => {
            await auditLook(tx, nested.entity, call, now());
            return listNested(tx, entity, idIn(call), nested, call.caller, call.asked);
          });
          return paged(listed, address.replace('{id}', idIn(call)), call);
        },
      };
    }),
  ];
}

/** What the body of a change is checked by: the patch of the command, or what it takes beside the id. */
function bodyOf(command: AnyCommand): z.ZodType {
  const takes = argsOf(command);
  if (takes['patch']) return takes['patch'];
  return command.args instanceof z.ZodObject ? command.args.omit({ id: true }) : command.args;
}

function writes(resource: Resource): readonly Operation[] {
  const { entity, path, create, update, archive, restore } = resource;
  const shared = { tag: entity.name, writes: true } as const;
  const row = ref(entity.name);
  const changed = async (call: Call, services: Parameters<Operation['handle']>[1], done: WrittenRow | null): Promise<Reply> =>
    rowReply(200, done ?? (await reading(services.serve, call.caller, (tx) => findRow(tx, entity, call.caller, idIn(call)))));
  const making = (command: AnyCommand): Operation => ({
    ...shared,
    method: 'POST',
    path: `/${path}`,
    id: `create_${entity.name}`,
    summary: command.title,
    body: command.args,
    answer: { status: 201, schema: row },
    handle: async (call, services) => {
      const made = await createRow(services, resource, command, call.body, sentBy(call));
      return rowReply(201, made, { location: `/api/v1/${path}/${made.id}` });
    },
  });
  const changing = (method: 'PATCH' | 'PUT', command: AnyCommand): Operation => ({
    ...shared,
    method,
    path: `/${path}/{id}`,
    id: `${method === 'PUT' ? 'put' : 'update'}_${entity.name}`,
    summary: command.title,
    body: bodyOf(command),
    answer: { status: 200, schema: row },
    handle: async (call, services) => changed(call, services, await updateRow(services, resource, command, idIn(call), call.body, sentBy(call))),
  });
  const reason: QueryParameter = { name: 'reason', description: 'Why; kept in the history.', schema: { type: 'string', maxLength: 1000 } };
  const removing = (command: AnyCommand): Operation => ({
    ...shared,
    method: 'DELETE',
    path: `/${path}/{id}`,
    id: `archive_${entity.name}`,
    summary: command.title,
    ...(argsOf(command)['reason'] ? { query: [reason] } : {}),
    answer: { status: 204 },
    handle: async (call, services) => {
      await moveRow(services, resource, command, idIn(call), call.asked['reason'], sentBy(call));
      return { status: 204 };
    },
  });
  const restoring = (command: AnyCommand): Operation => ({
    ...shared,
    method: 'POST',
    path: `/${path}/{id}/restore`,
    id: `restore_${entity.name}`,
    summary: command.title,
    answer: { status: 200, schema: row },
    handle: async (call, services) => changed(call, services, await moveRow(services, resource, command, idIn(call), undefined, sentBy(call))),
  });
  return [
    ...(create ? [making(create)] : []),
    ...(update ? [changing('PATCH', update), changing('PUT', update)] : []),
    ...(archive ? [removing(archive)] : []),
    ...(restore ? [restoring(restore)] : []),
  ];
}

/** What can be done with every resource. */
export const resourceOperations: readonly Operation[] = resources.flatMap((resource) => [...reads(resource), ...writes(resource)]);
