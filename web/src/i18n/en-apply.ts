/** The texts of the example. Only who opens it loads them. */
export const enApply = {
  'apply.h1': 'Tell us where to send it',
  'apply.lead': 'Your name comes from Singpass. Tell us the rest, and check it before you send it.',
  'apply.kept': 'We save what you type for one hour. If you are logged out, log in and go on.',
  'apply.unkept':
    'We cannot save what you type right now. It is still on this page. Keep the page open; we go on trying.',

  'apply.address': 'Delivery address',
  'apply.address.hint': 'Block, street, unit number and postal code.',
  'apply.address.missing': 'Enter the address to send it to',
  'apply.address.too_long': 'The address must have 400 characters or fewer',
  'apply.address.control_character': 'The address has a character that we cannot print',
  'apply.address.not_an_email': 'Check the address',
  'apply.address.other': 'Check the address',

  'apply.email': 'Email',
  'apply.email.hint': 'We will write to you here.',
  'apply.email.missing': 'Enter your email',
  'apply.email.too_long': 'The email must have 254 characters or fewer',
  'apply.email.control_character': 'The email has a character that cannot be part of it',
  'apply.email.not_an_email': 'Enter an email like name@example.com',
  'apply.email.other': 'Check the email',
  'apply.unsent.many':
    'You sent five forms today, and that is the most we take. Nothing you typed is lost. Try again tomorrow.',

  'apply.done.h1': 'We have received your form',
  'apply.another': 'Fill in another form',
} as const
