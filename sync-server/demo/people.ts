import type { NewTenant } from '../people/create-tenant.ts';

/** The password of everybody in the demo tenants. */
export const demoPassword = 'holdfast-demo';

/** The tenant that a first start opens. */
export const harbour: Omit<NewTenant, 'members'> & { readonly people: readonly (readonly [string, string, NewTenant['members'][number]['role'], readonly string[]])[] } = {
  id: '0192a000-0000-7000-8000-0000000000d1',
  name: 'Harbour Assist',
  subdomain: 'demo',
  timeZone: 'Africa/Nairobi',
  countryCode: 'KE',
  teams: ['Front desk', 'Escalations'],
  people: [
    ['amina', 'Amina Wanjiru', 'agent', ['Front desk']],
    ['joao', 'João Figueiredo', 'agent', ['Front desk']],
    ['lin', '林 美玲', 'agent', ['Escalations']],
    ['sigrid', 'Sigrid Bjørnstad', 'supervisor', ['Front desk', 'Escalations']],
    ['omar', 'عمر الحسن', 'manager', []],
    ['irene', 'Irene Papadopoúlou', 'admin', []],
  ],
  kind: { code: 'matter', name: 'Matter', prefix: 'MAT' },
  categories: {
    Billing: ['Wrong amount', 'Refund', 'Payment plan'],
    Service: ['Outage', 'Repair', 'Installation'],
    Account: ['Address change', 'Closing', 'Access'],
    Complaint: ['Staff conduct', 'Waiting time'],
    Enquiry: [],
  },
  closeReasons: ['Settled', 'No answer', 'Withdrawn', 'Not for us'],
  settings: { recordingMode: 'announced', retentionDefaults: { recordings: 12 } },
};

/** A second tenant, so that there is something nobody of the first may ever see. */
export const other: typeof harbour = {
  ...harbour,
  id: '0192a000-0000-7000-8000-0000000000d2',
  name: 'Nordlicht Hilfe',
  subdomain: 'other',
  timeZone: 'Europe/Berlin',
  countryCode: 'DE',
  teams: ['Telefon'],
  people: [
    ['anke', 'Anke Größl', 'agent', ['Telefon']],
    ['uwe', 'Uwe Müller-Lüdenscheidt', 'owner', []],
  ],
};

/** Given and family names that belong together, in the scripts their bearers write. */
export const names: readonly (readonly [readonly string[], readonly string[]])[] = [
  [
    ['Wangari', 'Achieng', 'Mwende', 'Kamau', 'Otieno', 'Njeri', 'Barasa', 'Chebet'],
    ['Mwangi', 'Odhiambo', 'Kiptoo', 'Mutua', 'Wekesa', 'Njoroge', 'Cheruiyot', 'Ouma'],
  ],
  [
    ['Zoë', 'Renée', 'François', 'Anaïs', 'Jérôme', 'Chloé'],
    ['Lefèvre', 'Béranger', 'D’Aubigné', 'Garçon', 'Noël', 'Thibault'],
  ],
  [
    ['José', 'Íñigo', 'Begoña', 'Nuria', 'Martín', 'Ángela'],
    ['Muñoz', 'Ibáñez', 'Quiñones', 'Peña Nieto', 'Agüero', 'López'],
  ],
  [
    ['Łukasz', 'Zofia', 'Żaneta', 'Michał', 'Agnieszka'],
    ['Wójcik', 'Śliwińska', 'Gołębiowski', 'Dąbrowska', 'Żak'],
  ],
  [
    ['Søren', 'Åse', 'Bjørn', 'Måns', 'Ingrid'],
    ['Ødegård', 'Ångström', 'Sjöberg', 'Kjærgaard', 'Nyström'],
  ],
  [
    ['Ольга', 'Дмитрий', 'Ксения', 'Артём', 'Юлия'],
    ['Соколова', 'Кузнецов', 'Щербакова', 'Ёлкин', 'Жукова'],
  ],
  [
    ['Ελένη', 'Γιώργος', 'Αικατερίνη', 'Νίκος'],
    ['Παπαδάκη', 'Οικονόμου', 'Γεωργίου', 'Ψαλίδας'],
  ],
  [
    ['ليلى', 'يوسف', 'فاطمة', 'خالد'],
    ['حداد', 'المنصوري', 'بن صالح', 'عبد الرحمن'],
  ],
  [
    ['秀英', '伟', '子轩', '佳怡'],
    ['王', '欧阳', '陈', '刘'],
  ],
  [
    ['さくら', '健太', '美咲', '翔'],
    ['佐藤', '高橋', '渡辺', '小林'],
  ],
  [
    ['지우', '민준', '서연', '하준'],
    ['김', '남궁', '박', '이'],
  ],
  [
    ['अनन्या', 'रोहन', 'प्रिया', 'विक्रम'],
    ['शर्मा', 'चौधरी', 'बनर्जी', 'नायर'],
  ],
  [
    ['สมชาย', 'พิมพ์', 'อนงค์'],
    ['ศรีสุข', 'วงศ์ทอง', 'บุญมี'],
  ],
  [
    ['Nguyễn Thị', 'Trần Văn', 'Lê Minh'],
    ['Hương', 'Đức', 'Phượng'],
  ],
  [
    ['Mary-Jane', 'Siobhán', 'Rhys', 'Pádraig', 'Hamish'],
    ['O’Connor', 'Ní Dhomhnaill', 'ap Gruffudd', 'MacLeod', 'Featherstonehaugh'],
  ],
];
