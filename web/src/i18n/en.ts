/** The texts of what runs in the browser. `{name}` is filled in by whoever shows the text. */
export const en = {
  service: 'Demo Service',

  'demo.label': 'About this site',
  'demo.banner': 'Demonstration. This is not a Singapore Government website.',
  'official.banner': 'Official website of a Singapore Government agency.',

  skip: 'Skip to main content',

  language: 'Language',

  help: 'Help',

  contact: 'Contact us',

  privacy: 'Privacy',

  changed: 'Last changed on {date}',

  login: 'Log in with Singpass',

  logout: 'Log out',

  retry: 'Try again',

  'ask.other.why': 'This service needs it to handle your request.',
  'ask.name': 'Name',
  'ask.name.why': 'So that we can address you correctly.',
  'ask.nric': 'NRIC or FIN',
  'ask.nric.why':
    'So that we find the right record. We hide most of it on screen. We never use it as a password.',
  'ask.dob': 'Date of birth',
  'ask.dob.why': 'So that we can check the age rule for this service.',
  'ask.mobile': 'Mobile number',
  'ask.mobile.why': 'So that we can send you a message about your request.',
  'ask.email': 'Email',
  'ask.email.why': 'So that we can send you a copy of your request.',
  'ask.address': 'Registered address',
  'ask.address.why': 'So that letters reach you.',
  'ask.passport': 'Passport number',
  'ask.passportExpiry': 'Passport expiry date',
  'ask.sex': 'Sex',
  'ask.race': 'Race',
  'ask.nationality': 'Nationality',
  'ask.residentialStatus': 'Residential status',
  'ask.housingType': 'Housing type',
  'ask.hdbType': 'HDB type',
  'ask.birthCountry': 'Country of birth',
  'ask.vehicles': 'Vehicles',
  'ask.employer': 'Employer',
  'ask.workpassStatus': 'Work pass status',
  'ask.workpassExpiry': 'Work pass expiry date',
  'ask.maritalStatus': 'Marital status',
  'ask.children': 'Sponsored children',
  'ask.officer': 'Public officer details',
  'ask.employments': 'Number of employments',

  'profile.h1': 'Your details',
  'profile.lead': 'These details came from government records through Singpass.',
  'profile.until': 'You can see them until {time}.',
  'profile.loading': 'Getting your details',
  'profile.slow': 'This is taking longer than usual. Keep this page open.',
  'profile.ready': 'Your details are shown',
  'profile.fail.h': 'We could not get your details',
  'profile.fail':
    'You are still logged in and nothing is lost. Try again. If it happens twice, wait a few minutes.',
  'profile.offline':
    'You are not connected to the internet. Nothing is lost. We will try again when you are connected.',
  'profile.asof': 'Details as of {time}',
  'profile.empty': 'You logged in without sharing any details. There is nothing to show.',
  'profile.notshared': 'Not shared: {fields}',
  'profile.wrong.h': 'Something is wrong?',
  'profile.wrong':
    'We show what the record says and cannot change it. To correct a detail, contact the agency that keeps it.',
  'profile.example': 'Try the example service',
  'profile.noscript':
    'This page needs JavaScript to show your details. Turn it on, or open our help page.',
  'profile.oldbrowser':
    'If you see no details, your browser may be too old. Use a current version of Chrome, Edge, Firefox or Safari.',

  'session.fail.h': 'We could not check your login',
  'session.fail': 'Nothing is lost. Try again. If it happens twice, wait a few minutes.',

  'value.none': 'Not on record',

  'field.why': 'Why do we ask for this?',
  'field.source': 'From: {source}',

  'nric.show': 'Show NRIC',
  'nric.hide': 'Hide NRIC',
  'nric.masked': 'NRIC ending in {last4}, the rest is hidden',
  'nric.shown': 'NRIC shown. It will be hidden again in 30 seconds.',
  'nric.hidden': 'NRIC hidden',

  'passport.show': 'Show passport number',
  'passport.hide': 'Hide passport number',
  'passport.masked': 'Passport number ending in {last4}, the rest is hidden',
  'passport.shown': 'Passport number shown. It will be hidden again in 30 seconds.',
  'passport.hidden': 'Passport number hidden',

  'sensitive.fail': 'We could not show it. Try again.',

  copy: 'Copy',
  'copy.label': 'Copy {field}',
  'copy.done': '{field} copied',
  'copy.fail': 'Copy did not work. Select the text and copy it yourself.',

  'keep.h': 'Keep a copy',

  'download.text': 'Download your details as text',
  'download.json': 'Download as JSON',
  'download.note': 'Saved on this device. On a shared computer, delete the file when you are done.',
  'download.asShown': 'What is hidden on screen is hidden in the copy too.',

  print: 'Print',
  'print.head': 'Printed from {service} on {date}, {time} Singapore time',

  'timeout.h': 'Do you want to stay logged in?',
  'timeout.text':
    'To keep your details safe, we will log you out in {time}. Nothing you sent is lost.',
  'timeout.stay': 'Stay logged in',
  'timeout.leave': 'Log out now',
  'timeout.title': '{time} left – {service}',
  'timeout.done': 'You are still logged in',
  'timeout.offline':
    'We cannot reach the server. Check your connection and press the button again.',

  'end.soon':
    'You will be logged out at {time}, the longest time we allow. Download or print what you need. You can log in again straight away.',

  'out.leaving': 'Logging you out',

  'err.session_required.h1': 'Log in to see this page',
  'err.session_required.why': 'This page shows personal details.',
  'err.cookies_blocked.h1': 'Your browser blocks cookies',
  'err.cookies_blocked.why': 'We need one cookie to keep you logged in. It does not track you.',
  'err.cookies_blocked.aside': 'How to allow cookies',
  'err.internal.h1': 'Something went wrong on our side',
  'err.internal.lost': 'Nothing you sent was changed.',
} as const
