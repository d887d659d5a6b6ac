import { createHash } from 'node:crypto';
import type { JsonSchema } from './operation.ts';
import type { Document, DocumentedOperation } from './openapi.ts';

/** A page that shows the description of the API, without a script and without the network; `policy` lets its own style in. */
export function docsPage(document: Document): { readonly html: string; readonly policy: string } {
  const hash = createHash('sha256').update(style).digest('base64');
  return { html: pageOf(document), policy: `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'` };
}

const style = `
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:0 auto;padding:1.5rem}
summary{cursor:pointer;padding:.3rem 0}details details{margin-left:1rem;border-left:2px solid #8884;padding-left:1rem}
code{font:13px/1.4 ui-monospace,monospace}b{display:inline-block;min-width:4.5rem}
table{border-collapse:collapse;margin:.5rem 0}td,th{text-align:left;vertical-align:top;padding:.15rem 1rem .15rem 0}
pre{overflow:auto;background:#8882;padding:.75rem;border-radius:6px;max-height:30rem}
`;

const escaped = (text: unknown) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function pageOf({ info, servers, tags, paths, components }: Document): string {
  const all = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));
  const sections = tags.map(({ name, description }) => {
    const own = all.filter(({ operation }) => operation.tags.includes(name));
    const schema = components.schemas[name];
    const fields = schema
      ? `<details><summary>Fields</summary>${table(Object.entries(Object(schema['properties'])).map(([key, field]) => [code(key), typeOf(Object(field)), escaped(Object(field).title ?? '')]))}</details>`
      : '';
    return `<details><summary><strong>${escaped(description)}</strong> <small>${own.length}</small></summary>${fields}${own.map(({ path, method, operation }) => operationOf(path, method, operation)).join('')}</details>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(info['title'])} API</title><style>${style}</style>
<h1>${escaped(info['title'])} API</h1><p>${escaped(info['description'])}</p><p>Base ${code(servers[0]?.['url'])} · description ${code('openapi.json')}</p>${sections.join('\n')}</html>`;
}

function operationOf(path: string, method: string, { summary, parameters, requestBody, responses }: DocumentedOperation): string {
  const parts = parameters.map((one) => [code(one['name']), escaped(one['in']), escaped(one['description'] ?? '')]);
  const body = requestBody ? `<p>Body</p><pre>${escaped(JSON.stringify(Object(requestBody['content'])['application/json'].schema, null, 2))}</pre>` : '';
  return `<details><summary><b>${escaped(method.toUpperCase())}</b> ${code(path)} ${escaped(summary)}</summary>${parts.length > 0 ? table(parts) : ''}${body}<p>Answers ${Object.keys(responses).map(code).join(', ')}</p></details>`;
}

const code = (text: unknown) => `<code>${escaped(text)}</code>`;
const table = (rows: readonly (readonly string[])[]) => `<table>${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;
const typeOf = ({ type, format, enum: choices, anyOf }: JsonSchema): string => {
  if (Array.isArray(anyOf)) return anyOf.map((one) => typeOf(Object(one))).join(' or ');
  return escaped(Array.isArray(choices) ? choices.join(' · ') : (format ?? type ?? 'any'));
};
