import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'csv-parse/sync';

type Row = Readonly<Record<string, string>>;

const rowsOf = (file: string): readonly Row[] => parse(fs.readFileSync(file), { columns: true, bom: true, relax_column_count: false });

/** The same row has the same id in every run, so that a retry is one command. */
export function commandIdOf(series: string, key: string): string {
  const hex = createHash('sha256').update(`${series}/${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The 7,043 customers of the telephone company, to the letter. */
export const customers = (folder: string): readonly Row[] => rowsOf(path.join(folder, 'crm/telco_customers_ibm.csv'));

/** The 264 housing developments of Chicago, to the letter. */
export const developments = (folder: string): readonly Row[] => rowsOf(path.join(folder, 'crm/chicago_affordable_housing_developments.csv'));

/** One name as its country writes it. */
export interface RealName {
  readonly key: string;
  readonly firstName: string;
  readonly lastName: string | null;
  readonly country: string;
}

/** The 2,480 forenames in twelve scripts, each with a surname of its country where there is one. */
export function names(folder: string): readonly RealName[] {
  const surnames = Map.groupBy(rowsOf(path.join(folder, 'contacts/common-surnames-by-country.csv')), ({ Country }) => Country);
  return rowsOf(path.join(folder, 'contacts/common-forenames-by-country.csv')).map((row, place) => {
    const own = surnames.get(row['Country']) ?? [];
    const country = row['Country'] ?? '';
    return { key: String(place), firstName: row['Localized Name'] || row['Romanized Name'] || '', lastName: own[place % own.length]?.['Localized Name'] || null, country };
  });
}

/** A card of an address book: who it is, and where they are reached. */
export interface Card {
  readonly file: string;
  readonly fullName: string;
  readonly points: readonly { readonly kind: 'email' | 'phone'; readonly value: string }[];
}

/** The cards of all address books that name somebody, as ten vendors write them. */
export function cards(folder: string): readonly Card[] {
  const books = path.join(folder, 'contacts/vcard_ezvcard');
  const files = fs.readdirSync(books).filter((file) => file.endsWith('.vcf'));
  return files.toSorted().flatMap((file) =>
    fs
      .readFileSync(path.join(books, file), 'utf8')
      .replaceAll(/\r?\n[ \t]/g, '')
      .split(/^BEGIN:VCARD/im)
      .slice(1)
      .flatMap((text): readonly Card[] => {
        const lines = [...text.matchAll(/^(?:[\w-]+\.)?([A-Z]+)((?:;[^:\r\n]*)?):(.*)$/gim)].map(([, name = '', options = '', value = '']) => ({
          name: name.toUpperCase(),
          options,
          value: plain(options, value.trim()),
        }));
        const fullName = lines.find(({ name }) => name === 'FN')?.value ?? '';
        const points = lines.flatMap(({ name, value }): Card['points'] => {
          if (name === 'EMAIL' && value.includes('@')) return [{ kind: 'email', value }];
          return name === 'TEL' && (value.match(/\d/g)?.length ?? 0) > 5 ? [{ kind: 'phone', value: value.replace(/^tel:/, '') }] : [];
        });
        return fullName === '' ? [] : [{ file, fullName, points }];
      }),
  );
}

/** A value without what its encoding put into it. */
function plain(options: string, value: string): string {
  const decoded = /QUOTED-PRINTABLE/i.test(options) ? decodeURIComponent(value.replaceAll(/=(?=[0-9A-F]{2})/g, '%')) : value;
  return decoded.replaceAll(/\\([,;])/g, '$1').trim();
}
