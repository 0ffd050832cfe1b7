/** The texts of the example. Only who opens it loads them. */
export const enApply = {
  'apply.h1': 'Tell us where to send it',
  'apply.lead': 'Your name comes from Singpass. Tell us the rest, and check it before you send it.',
  'apply.asked': 'When you log in for this form, we ask Singpass for:',
  'apply.noscript':
    'This form needs JavaScript. Turn it on, or contact us and we will help you by phone.',
  'apply.fail.h': 'We could not open your form',
  'apply.more.h1': 'We need one more detail',
  'apply.more': 'You did not share your name when you logged in. Log in again to share it.',

  'apply.verified': 'Verified by Singpass.',
  'apply.fixed': 'You cannot change it here.',
  'apply.filled': 'We filled this in from Singpass. You can change it.',
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

  'apply.error.h': 'Something is missing or wrong',
  'apply.error.title': 'Error: {heading}',
  'apply.continue': 'Continue',

  'apply.check.h1': 'Check before you send',
  'apply.check.lead': 'This is what we will receive.',
  'apply.change': 'Change',
  'apply.change.label': 'Change {field}',
  'apply.send': 'Send',
  'apply.sending': 'Sending',

  'apply.unsent.h': 'Your form is not confirmed',
  'apply.unsent.unknown':
    'Your form may have reached us or not. Nothing you typed is lost. Press Send again: we take it only once.',
  'apply.unsent.down':
    'Part of our service is not answering. Nothing you typed is lost. Wait a minute, then press Send again.',
  'apply.unsent.many':
    'You sent five forms today, and that is the most we take. Nothing you typed is lost. Try again tomorrow.',
  'apply.ref': 'Reference of this problem: {ref}',

  'apply.done.h1': 'We have received your form',
  'apply.reference': 'Your reference',
  'apply.done.at': 'Received on {time}, Singapore time',
  'apply.done.next': 'Write the reference down. Quote it if you contact us.',
  'apply.done.what': 'What you sent',
  'apply.another': 'Fill in another form',
  'apply.details': 'Back to your details',
} as const
