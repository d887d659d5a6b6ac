import Database from 'better-sqlite3';

/** The least that a program could do: open the replica by its key and read 50 cases by index. */
const [file = '', key = ''] = process.argv.slice(2);
const db = new Database(file, { readonly: true });
db.pragma(`cipher = 'aegis'`);
db.pragma(`key = "raw:${key}"`);
const rows = db.prepare('SELECT id, case_number, title, status FROM cases WHERE deleted_at IS NULL ORDER BY opened_at DESC, id DESC LIMIT 50').all();
if (rows.length !== 50) throw new Error('The rows are missing');
console.log(performance.now());
