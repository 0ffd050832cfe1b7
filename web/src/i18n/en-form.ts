/** Texts of what all forms have in common. Only who opens one loads them. */
export const enForm = {
  'form.asked': 'When you log in for this form, we ask Singpass for:',
  'form.noscript':
    'This form needs JavaScript. Turn it on, or contact us and we will help you by phone.',
  'form.fail.h': 'We could not open your form',
  'form.more.h1': 'We need more details',
  'form.more': 'You did not share this when you logged in: {fields}. Log in again to share it.',

  'form.verified': 'Verified by Singpass.',
  'form.fixed': 'You cannot change it here.',
  'form.filled': 'We filled this in from Singpass. You can change it.',

  'form.error.h': 'Something is missing or wrong',
  'form.error.title': 'Error: {heading}',
  'form.continue': 'Continue',

  'form.check.h1': 'Check before you send',
  'form.check.lead': 'This is what we will receive.',
  'form.change': 'Change',
  'form.change.label': 'Change {field}',
  'form.send': 'Send',
  'form.sending': 'Sending',

  'form.unsent.h': 'Your form is not confirmed',
  'form.unsent.unknown':
    'Your form may have reached us or not. Nothing you typed is lost. Press Send again: we take it only once.',
  'form.unsent.down':
    'Part of our service is not answering. Nothing you typed is lost. Wait a minute, then press Send again.',
  'form.ref': 'Reference of this problem: {ref}',
  'form.reference': 'Your reference',
  'form.done.at': 'Received on {time}, Singapore time',
  'form.done.next': 'Write the reference down. Quote it if you contact us.',
  'form.done.what': 'What you sent',
  'form.details': 'Back to your details',
} as const
