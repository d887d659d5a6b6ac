export { InvoiceSchedule } from './invoice-schedule.ts';
export { Invoice } from './invoice.ts';
export { Payment } from './payment.ts';
export { Vendor } from './vendor.ts';
export { Bill } from './bill.ts';
export { LedgerMap } from './ledger-map.ts';
