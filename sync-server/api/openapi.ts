import { labelOf } from '#domain/kernel/field.ts';
import * as z from 'zod';
import { apiBase } from './base.ts';
import { filtersOf } from './conditions.ts';
import { placesOf, type JsonSchema, type Operation } from './operation.ts';
import { onlineSortsOf } from '#domain/records/order.ts';
import { problemSchema } from './problem.ts';
import { resources, shownFields, type Resource } from './resource.ts';

/** The description of the API (OpenAPI 3.1). */
export interface Document {
  readonly openapi: '3.1.0';
  readonly info: JsonSchema;
  readonly servers: readonly JsonSchema[];
  readonly security: readonly JsonSchema[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly securitySchemes: JsonSchema; readonly responses: JsonSchema };
}

/** One method at one address, as the description has it. */
export interface DocumentedOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly parameters: readonly JsonSchema[];
  readonly requestBody?: JsonSchema;
  readonly responses: JsonSchema;
}

/** Makes the description when it is first asked for, and keeps it. */
export function createDescription(operations: readonly Operation[]): { readonly document: () => Document; readonly text: () => string } {
  let made: { readonly document: Document; readonly text: string } | null = null;
  const make = () => {
    const document = describe(operations);
    return (made = { document, text: JSON.stringify(document) });
  };
  return { document: () => (made ?? make()).document, text: () => (made ?? make()).text };
}

function describe(operations: readonly Operation[]): Document {
  const schemas = createSchemas();
  const paths: Record<string, Record<string, DocumentedOperation>> = {};
  for (const operation of operations) (paths[operation.path] ??= {})[operation.method.toLowerCase()] = documented(operation, schemas.of);
  for (const resource of resources) {
    const { name } = resource.entity;
    schemas.put(name, rowSchema(resource, schemas.of));
    schemas.put(`${name}_sort`, { type: 'string', enum: onlineSortsOf(resource.entity).flatMap((field) => [field, `-${field}`]) });
    schemas.put(`${name}_filter`, filterSchema(resource));
  }
  schemas.put('Problem', problemSchema);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Holdfast',
      version: '1',
      description:
        'Reads obey the rights of the caller. Writes are commands: `Idempotency-Key` is the id of the command, and the same id again is answered as the first time. A session or an API key is the bearer token.',
    },
    servers: [{ url: apiBase }],
    security: [{ bearer: [] }],
    tags: [
      { name: 'views', description: 'What screens show: rows of several kinds at once.' },
      ...resources.map(({ entity }) => ({ name: entity.name, description: entity.plural })),
      { name: 'commands', description: 'Everything that can be done, by its name.' },
    ],
    paths,
    components: {
      schemas: schemas.all(),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'A session of a member, or an API key.' } },
      responses: { Problem: { description: 'What went wrong (RFC 9457).', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } },
    },
  };
}

function documented(
  { method, path, id, tag, summary, query = [], body, answer, writes }: Operation,
  schemaOf: (schema: z.ZodType, name: string) => JsonSchema,
): DocumentedOperation {
  const places = placesOf(path).map((name) => ({ name, in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }));
  const header = (name: string, description: string, schema: JsonSchema) => ({ name, in: 'header', description, schema });
  const headers = [
    ...(writes ? [header('Idempotency-Key', 'The id of the command; the same again is answered as the first time.', { type: 'string', format: 'uuid' })] : []),
    ...(writes && places.length > 0 ? [header('If-Match', 'The ETag of the row: nothing is done where it has changed since.', { type: 'string' })] : []),
    ...(!writes && method === 'GET' && places.length > 0 ? [header('If-None-Match', 'The ETag of the row as it is known already.', { type: 'string' })] : []),
  ];
  const content = answer.schema ? { content: { 'application/json': { schema: answer.schema } } } : {};
  return {
    operationId: id,
    tags: [tag],
    summary,
    parameters: [...places, ...query.map((one) => ({ ...one, in: 'query' })), ...headers],
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, `${id}_body`) } } } } : {}),
    responses: { [String(answer.status)]: { description: 'Done.', ...content }, default: { $ref: '#/components/responses/Problem' } },
  };
}

function rowSchema({ entity }: Resource, schemaOf: (schema: z.ZodType, name: string) => JsonSchema): JsonSchema {
  const properties = shownFields(entity).map(([key, field]) => {
    const schema = schemaOf(field.optional ? field.schema.nullable() : field.schema, `${entity.name}_${key}`);
    return [key, { title: labelOf(key, field), ...schema }];
  });
  return { title: entity.singular, type: 'object', required: ['id'], properties: Object.fromEntries(properties) };
}

function filterSchema({ entity }: Resource): JsonSchema {
  const properties = filtersOf(entity).map(([key, { kind }, ops]) => [key, { type: 'string', description: `${kind}; ${ops.join(', ')}` }]);
  return { type: 'object', properties: Object.fromEntries(properties) };
}

/** Turns zod's schemas into those of the description; what they share is put among its components. */
function createSchemas() {
  const all: Record<string, JsonSchema> = {};
  const of = (schema: z.ZodType, name: string): JsonSchema => {
    // Ids of rows are transforms, which only have a form as they are sent.
    const { $schema: _dialect, $defs = {}, ...own } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'ref', override: withoutPattern });
    const moved = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(moved);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, key === '$ref' && typeof inner === 'string' ? inner.replace('#/$defs/', `#/components/schemas/${name}_`) : moved(inner)]),
      );
    };
    for (const [key, part] of Object.entries($defs)) all[`${name}_${key.replace(/\W/g, '')}`] = moved(part) as JsonSchema;
    return moved(own) as JsonSchema;
  };
  return { of, put: (name: string, schema: JsonSchema) => void (all[name] = schema), all: () => all };
}

/** A format says all that its pattern does, in a fraction of its length. */
function withoutPattern({ jsonSchema }: { readonly jsonSchema: { format?: string; pattern?: string } }): void {
  if (jsonSchema.format) delete jsonSchema.pattern;
}
