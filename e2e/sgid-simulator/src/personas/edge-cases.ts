import type { Persona } from './persona.ts'

/** Values that are allowed and that a program may not expect. */
export const edgeCases = {
  'not-on-record': {
    id: 'not-on-record',
    title: 'NOBODY MUCH KNOWN',
    about: 'Little is on record: most values are NA.',
    data: { 'myinfo.name': 'NOBODY MUCH KNOWN', 'myinfo.date_of_birth': 'NA' },
  },
  'partial-birth-date': {
    id: 'partial-birth-date',
    title: 'ONG ABOUT AUGUST',
    about: 'Born in a month whose day is unknown.',
    data: {
      'myinfo.name': 'ONG ABOUT AUGUST',
      'myinfo.nric_number': 'S0000004Z',
      'myinfo.date_of_birth': '1948-08',
    },
  },
  'birth-year-only': {
    id: 'birth-year-only',
    title: 'ONG ABOUT THEN',
    about: 'Born in a year of which no more is known.',
    data: {
      'myinfo.name': 'ONG ABOUT THEN',
      'myinfo.nric_number': 'S0000005Z',
      'myinfo.date_of_birth': '1931',
    },
  },
  'empty-address-line': {
    id: 'empty-address-line',
    title: 'CHUA NO UNIT',
    about: 'Lives in a house: the middle line of the address is empty.',
    data: {
      'myinfo.name': 'CHUA NO UNIT',
      'myinfo.nric_number': 'S0000006Z',
      'myinfo.registered_address': '6 PRETEND WALK\n\nSINGAPORE 000006',
    },
  },
  tamil: {
    id: 'tamil',
    title: 'கற்பனை குமார்',
    about: 'A name and an address in Tamil.',
    data: {
      'myinfo.name': 'கற்பனை குமார்',
      'myinfo.nric_number': 'S0000008Z',
      'myinfo.registered_address': '8 கற்பனைத் தெரு\n#08-08\nசிங்கப்பூர் 000008',
    },
  },
  chinese: {
    id: 'chinese',
    title: '𠮷田虛構',
    about: 'A Chinese name with a character of four bytes in UTF-8.',
    data: {
      'myinfo.name': '𠮷田虛構',
      'myinfo.nric_number': 'S0000009Z',
      'myinfo.name_of_employer': '虛構燈塔𠮷有限公司',
    },
  },
  'long-name': {
    id: 'long-name',
    title: 'A very long name',
    about: 'A name of 66 letters in one word, and an employer of 2,000 characters.',
    data: {
      'myinfo.name': 'WOLFESCHLEGELSTEINHAUSENBERGERDORFFSWARENGEWISSENHAFTSCHAFERSWESSE',
      'myinfo.nric_number': 'S0000010Z',
      'myinfo.name_of_employer': 'PRETEND SHIPPING AND FORWARDING '.repeat(63).slice(0, 2000),
      'myinfo.email': `${'long'.repeat(16)}@${'pretend.'.repeat(20)}example`,
    },
  },
  'openid-only': {
    id: 'openid-only',
    title: 'SOMEBODY PRIVATE',
    about: 'Logs in and declines to share any data.',
    data: {},
    sharesNothing: true,
  },
  markup: {
    id: 'markup',
    title: '<b>BOLD</b> "O\'QUOTE" & SON',
    about: 'HTML, quotes and a right-to-left override in the values.',
    data: {
      'myinfo.name': '<b>BOLD</b> "O\'QUOTE" & SON\u202e\u200f',
      'myinfo.nric_number': 'S0000011Z',
      'myinfo.email': '"><img src=x onerror=alert(1)>@example.com',
      'myinfo.registered_address':
        "</script><script>alert('2')</script>\n{{3*3}}\n#{4*4} %00 &amp;",
    },
  },
  'bad-lists': {
    id: 'bad-lists',
    title: 'TOH BROKEN LISTS',
    about: 'Lists that are not JSON, or are JSON of another shape.',
    data: {
      'myinfo.name': '[x]',
      'myinfo.nric_number': 'S0000012Z',
      'myinfo.vehicles': '[x]',
      'myinfo.sponsored_child_records': '{"nric":"T0000012Z"}',
      'pocdex.public_officer_details': '[1,null,["a"],"NA"]',
      'pocdex.public_officer_employments': '[{"workEmail":',
    },
  },
} satisfies Record<string, Persona>
