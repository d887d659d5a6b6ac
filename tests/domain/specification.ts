import * as fs from 'node:fs';
import * as path from 'node:path';

/** A field as the specification writes it. */
export interface SpecifiedField {
  readonly name: string;
  readonly kind: string;
  readonly isRequired: boolean;
  readonly isComputed: boolean;
  readonly sensitivity: 'personal' | 'secret' | undefined;
  readonly choices: readonly string[];
  readonly target: string | undefined;
  readonly onDelete: 'cascade' | 'clear' | 'protect';
}

/** A move of a state that the specification allows. */
export interface SpecifiedMove {
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

export interface SpecifiedEntity {
  readonly name: string;
  readonly module: string;
  readonly fields: readonly SpecifiedField[];
  readonly moves: readonly SpecifiedMove[];
}

export interface SpecifiedCommand {
  readonly name: string;
  readonly modes: readonly ('offline' | 'online' | 'provisional')[];
  /** Where it is listed, in the specification's own words. */
  readonly section: string;
}

/** What `domain.md` asks for: entities of section 2, the matrix of section 3, commands of section 4. */
export interface Specification {
  readonly entities: readonly SpecifiedEntity[];
  readonly matrix: ReadonlyMap<string, readonly string[]>;
  readonly standard: readonly string[];
  readonly commands: readonly SpecifiedCommand[];
  /** Commands that only the server itself gives. */
  readonly ofJobs: readonly string[];
}

/** Where the specification is; it is no part of the product, so it may be absent. */
export const specificationFile: string = path.join(import.meta.dirname, '../../../shared/design/domain.md');

/** Reads the specification; null where it is absent. */
export function readSpecification(file = specificationFile): Specification | null {
  if (!fs.existsSync(file)) return null;
  const text = fs.readFileSync(file, 'utf8');
  const section = (number: number) => new RegExp(`^## ${number}\\. [^]*?(?=^## ${number + 1}\\. )`, 'm').exec(text)?.[0] ?? '';
  const [, second, third, fourth] = [1, 2, 3, 4].map(section);
  return {
    entities: entitiesIn(second ?? ''),
    matrix: matrixIn(third ?? ''),
    standard: /They exist for: (?<names>[^.]+)\./.exec(fourth ?? '')?.groups?.['names']?.split(/,\s*/) ?? [],
    commands: commandsIn(fourth ?? ''),
    ofJobs: [...(/^\|system job only\|(?<names>[^|]+)\|/m.exec(fourth ?? '')?.groups?.['names']?.split(/,\s*/) ?? [])],
  };
}

function entitiesIn(text: string): readonly SpecifiedEntity[] {
  return text.split(/^### /m).flatMap((part) => {
    const module = /^\d+\.\d+ (?<name>\w+)/.exec(part)?.groups?.['name'] ?? '';
    return part
      .split(/^#### /m)
      .slice(1)
      .map((one) => {
        const name = /^\w+/.exec(one)?.[0] ?? '';
        const fields = (/^- (?:.*?\. )?F (?<fields>.*)$/m.exec(one)?.groups?.['fields'] ?? '').split(/\s+(?=\w+:)/).flatMap(fieldIn);
        return { name, module, fields, moves: movesIn(one, fields) };
      });
  });
}

const rules = { '→': 'protect', '⇒': 'cascade', '⇢': 'clear' } as const;

function fieldIn(text: string): readonly SpecifiedField[] {
  const [, name, rest] = /^(\w+):(.+)$/.exec(text.trim()) ?? [];
  if (!name || !rest) return [];
  const arrow = /^(?<arrow>[→⇒⇢])(?<target>\w+)/.exec(rest)?.groups;
  return [
    {
      name,
      kind: arrow ? 'ref' : (/^\w+/.exec(rest)?.[0] ?? ''),
      isRequired: /!/.test(rest),
      isComputed: rest.includes('ᶜ'),
      sensitivity: rest.includes('{s}') ? 'secret' : rest.includes('{p}') ? 'personal' : undefined,
      choices: /^choice\((?<choices>[^)]*)\)/.exec(rest)?.groups?.['choices']?.split('|') ?? [],
      target: arrow?.['target'],
      onDelete: rules[(arrow?.['arrow'] ?? '→') as keyof typeof rules],
    },
  ];
}

/** “S status: a→b|c; b⇄c; any→d” of an entity; where no field is named it is the one that has the states. */
function movesIn(text: string, fields: readonly SpecifiedField[]): readonly SpecifiedMove[] {
  const line = /(?:^- |· )S (?<moves>.*?)(?= · [A-Z] |$)/m.exec(text)?.groups?.['moves'] ?? '';
  let field: SpecifiedField | undefined;
  return line
    .replaceAll(/\([^)]*\)/g, '')
    .split(/[;,]\s*/)
    .flatMap((part) => {
      const [, named, chain = ''] = /^(?:(\w+): )?(.*)$/.exec(part.trim()) ?? [];
      const states = chain.split(/[→⇄|]/).map((state) => state.trim());
      if (named) field = fields.find(({ name }) => name === named);
      else if (!field || !states.some((state) => field?.choices.includes(state))) field = fields.find(({ choices }) => states.some((state) => choices.includes(state)));
      const { name = '', choices = [] } = field ?? {};
      const known = (state: string) => (state === 'any' ? choices : choices.filter((choice) => choice === state.trim()));
      const pairs = (from: string, to: string) =>
        from
          .split('|')
          .flatMap(known)
          .flatMap((one) => to.split('|').flatMap((other) => (known(other).length === 1 && one !== other.trim() ? [{ field: name, from: one, to: other.trim() }] : [])));
      const steps = chain.split(/(?=[→⇄])/);
      return steps.slice(1).flatMap((step, place) => {
        const from = (steps[place] ?? '').replace(/^[→⇄]/, '');
        const to = step.slice(1);
        return [...pairs(from, to), ...(step.startsWith('⇄') ? pairs(to, from) : [])];
      });
    });
}

function matrixIn(text: string): ReadonlyMap<string, readonly string[]> {
  const rows = text.split('\n').filter((line) => /^\|[a-z]\w*\.\w+\|/.test(line));
  return new Map(
    rows.map((line) => {
      const [name = '', ...cells] = line.split('|').slice(1, -1);
      return [name, cells.map((cell) => cell.replace('–', '-').trim())];
    }),
  );
}

const modes = { F: 'offline', O: 'online', P: 'provisional' } as const;

function commandsIn(text: string): readonly SpecifiedCommand[] {
  return text.split(/^### /m).flatMap((part) => {
    const section = part.split('\n')[0] ?? '';
    if (!part.includes('|Command|')) return [];
    return part
      .split('\n')
      .filter((line) => /^\|[a-z]\w*\.\w+/.test(line))
      .flatMap((line) => {
        const cells = line.split('|').slice(1, -1);
        const mode = [...(cells.at(-2) ?? '').matchAll(/\b[FOP]\b/g)].map(([letter]) => modes[letter as keyof typeof modes]);
        return [...(cells[0] ?? '').matchAll(/[a-z]\w*\.\w+/g)].map(([name]) => ({ name, modes: mode, section }));
      });
  });
}
