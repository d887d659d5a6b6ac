/** What callers bring, by the category under which it is kept: a title and how it was told. */
export const matters: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'Wrong amount': [
    ['Charged twice in March', 'Two debits of the same amount on the 3rd and the 4th. Has the bank statement ready and can send a photo.'],
    ['Bill is three times the usual', 'Lives alone, used to pay about 18 a month. Meter reading was estimated, not taken.'],
    ['Discount missing on the new bill', 'Was promised ten per cent for a year when the contract was renewed; the confirmation e-mail says so.'],
  ],
  Refund: [
    ['Refund from February not received', 'Promised within 14 days; it is the fifth week. Account number checked, it is the right one.'],
    ['Deposit back after moving out', 'Keys handed over on the last day of the month, protocol signed by both.'],
  ],
  'Payment plan': [
    ['Wants to pay in three parts', 'Lost hours at work and asks for instalments without a surcharge. First part possible on the 1st.'],
    ['Second instalment will be late', 'Salary comes on the 10th instead of the 1st. Asks that no reminder is sent.'],
  ],
  Outage: [
    ['No line since the storm', 'Whole street is affected, neighbours too. Elderly mother with an emergency button lives there.'],
    ['Connection drops every evening', 'Between seven and nine, for ten minutes each. Router was changed already and makes no difference.'],
    ['Lift out of order for four days', 'Fifth floor, uses a wheelchair. Was told a part had been ordered.'],
  ],
  Repair: [
    ['Water in the cellar', 'About two centimetres, coming from the wall beside the boiler. Main valve is closed.'],
    ['Heating stays cold on the second floor', 'Technician was there on Monday and said he would come back; nobody did.'],
    ['Door phone rings at the wrong flat', 'Label and wiring seem to be swapped with the neighbour.'],
  ],
  Installation: [
    ['Appointment was missed', 'Waited from eight to one. Nobody called. Asks for a fixed hour this time, before ten.'],
    ['New line at the workshop', 'Needs two numbers and a fax. Landlord’s permission is attached.'],
  ],
  'Address change': [
    ['Moved to the next town', 'From the first of next month. Post should go to the new address already.'],
    ['Name change after the wedding', 'Certificate will be sent. The old name should stay on the contract until then.'],
  ],
  Closing: [
    ['Closes the account of her late father', 'Death certificate and heir’s certificate are there. Very upset, please keep it simple.'],
    ['Ends the contract at the end of the term', 'In writing, confirmation wanted by e-mail.'],
  ],
  Access: [
    ['Cannot sign in to the portal', 'Reset link never arrives; spam folder checked. Mailbox is at a small provider.'],
    ['Daughter should be allowed to speak for him', 'Hard of hearing. Power of attorney will be brought to the office.'],
  ],
  'Staff conduct': [
    ['Was hung up on twice', 'Called on Tuesday at about half past nine. Did not get the name.'],
    ['Thanks for the help of last week', 'Not a complaint: the colleague stayed after hours. Please pass it on.'],
  ],
  'Waiting time': [
    ['Forty minutes in the queue', 'Music stopped after twenty and he thought the line was dead.'],
    ['No answer to three e-mails', 'Sent on the 2nd, the 9th and the 15th, each with the case number in the subject.'],
  ],
  Enquiry: [
    ['Asks about opening hours on the holiday', 'Also whether the counter in the old town still exists.'],
    ['Which papers are needed for a company account', 'Founded last month, not yet in the register.'],
  ],
};

/** What colleagues write beside a case. */
export const remarks: readonly string[] = [
  'Called back, left a message. Tries again tomorrow before noon.',
  'Spoke to the technician: part arrives on Thursday.',
  'Documents received and complete.',
  'Please be patient with him, he repeats himself but he is right.',
  'Customer asks to be called only after 17:00.',
  'Refund was approved by accounts; three working days.',
  'Sent the form again, this time by post.',
  'Sprache: Deutsch. Rückruf auf dem Mobiltelefon, nicht im Büro.',
  'Prefiere español. Llamar a la hija si no contesta.',
  'الرجاء التحدث بالعربية عند الاتصال.',
  'お電話は平日の午前中にお願いします。',
  'Two more neighbours report the same; see the linked number.',
  'Was angry at first, calm in the end. Promised an answer by Friday.',
  'Meter reading: 48 213. Photo is in the mail.',
  'Handed over to the day shift.',
];

/** What is said when a case is handed to somebody. */
export const handovers: readonly string[] = [
  'You spoke to her last week. Please go on.',
  'He asked for you by name.',
  'Second line has to look at this before noon.',
  'Only the form is missing; it came in this morning.',
  'Please call back today, he waits by the phone.',
  'Yours, as agreed. The earlier notes are worth reading.',
  'Somebody who speaks her language should take this.',
];

/** What settled a case. */
export const resolutions: readonly string[] = [
  'Amount corrected, new bill sent.',
  'Technician replaced the part; customer confirmed.',
  'Explained on the phone, customer content.',
  'Refund paid out.',
  'Appointment kept, line works.',
];
