import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'csv-parse/sync';

/** Where real input lies, beside the checkout; null where it is absent. */
export function realInput(): string | null {
  const folder = path.resolve(import.meta.dirname, '../../../shared/data');
  return fs.existsSync(path.join(folder, 'cases')) ? folder : null;
}

/** One row of a file as a case: what `cases.open` is told, beside kind, category and priority. */
export interface RealCase {
  readonly commandId: string;
  readonly title: string;
  readonly description: string | null;
  readonly openedAt: string;
  readonly sourceSystem: string;
  /** Every column of the file, to the letter. */
  readonly customFields: Readonly<Record<string, string>>;
}

/** The 4,400 complaints of the CFPB file. */
export function complaints(folder: string): readonly RealCase[] {
  return rowsOf(path.join(folder, 'cases/cfpb_complaints_part1.csv')).map((row) => ({
    commandId: commandIdFrom(1, row['Complaint ID'] ?? ''),
    title: row['Issue'] || 'Complaint',
    description: row['Consumer complaint narrative'] || null,
    openedAt: utc(row['Date received'] ?? ''),
    sourceSystem: 'cfpb',
    customFields: row,
  }));
}

/** The 4,969 service requests of the NYC file, whose dates are New York's without a zone and are taken as they stand. */
export function serviceRequests(folder: string): readonly RealCase[] {
  return rowsOf(path.join(folder, 'cases/nyc311_animal_requests_2025.csv')).map((row) => ({
    commandId: commandIdFrom(2, row['Unique Key'] ?? ''),
    title: `${row['Complaint Type']}: ${row['Descriptor']}`.slice(0, 200),
    description: row['Incident Address'] || null,
    openedAt: utc(row['Created Date'] ?? ''),
    sourceSystem: 'nyc311',
    customFields: row,
  }));
}

function rowsOf(file: string): readonly Readonly<Record<string, string>>[] {
  return parse(fs.readFileSync(file), { columns: true, bom: true, relax_column_count: false });
}

/** The same row has the same command id in every run, so that a retry is one command. */
function commandIdFrom(series: number, key: string): string {
  return `01980000-0000-7000-8${String(series).padStart(3, '0')}-${key.padStart(12, '0')}`;
}

/** `2020/3/18` and `3/14/2025 1:20` as instants. */
function utc(text: string): string {
  const [day = '', clock = '0:00'] = text.split(' ');
  const parts = day.split('/').map(Number);
  const [year = 0, month = 1, date = 1] = (parts[0] ?? 0) > 31 ? parts : [parts[2] ?? 0, parts[0] ?? 1, parts[1] ?? 1];
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return new Date(Date.UTC(year, month - 1, date, hours, minutes)).toISOString();
}
