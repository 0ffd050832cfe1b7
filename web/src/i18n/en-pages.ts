/** The texts of the pages without script: no browser loads them, they are in the HTML. */
export const enPages = {
  'landing.h1': 'Log in to see your details',
  'landing.lead':
    'Use your Singpass app. You decide each time whether to share your details with us.',
  'landing.hint': 'This takes about one minute. You will leave this page and come back.',

  'status.planned':
    'Singpass will not be available from {from} to {to}. You can log in before or after that.',

  'ask.h2': 'What we ask for, and why',
  'ask.none': 'We do not ask for anything else.',
  'ask.nothing': 'We do not ask for any of your details.',

  'notdo.h2': 'What we do not do',
  'notdo.1': 'We do not see your Singpass password, fingerprint or face.',
  'notdo.2': 'We do not keep your details after you log out.',
  'notdo.3': 'We cannot see which other services you use with Singpass.',

  'before.h2': 'Before you start',
  'before.1': 'You need the Singpass app on your phone.',
  'before.2':
    'On a computer, you scan a QR code with the app. On your phone, the app opens by itself.',
  'before.webview':
    'Opened this page inside another app? Open it in Chrome, Safari, Edge or Firefox first.',
  'before.scam': 'We will never ask for your details by phone or message.',

  'out.h1': 'You are logged out',
  'out.text': 'Your details are no longer on this screen and your session here has ended.',
  'out.app': 'Your Singpass app is not affected. You stay logged in there.',
  'out.other': 'You logged out in another tab, so we closed this one too.',
  'out.unknown':
    'We cleared this screen but could not confirm with the server. Your session ends by itself when it is not used. On a shared computer, close all browser windows.',

  again: 'Log in again',

  'ended.h1': 'You have been logged out',
  'ended.text':
    'You did nothing for a while, or you were logged in for the longest time we allow. We logged you out to keep your details safe.',
  'ended.idle': 'You did nothing for a while, so we logged you out to keep your details safe.',
  'ended.absolute': 'You were logged in for the longest time we allow.',
  'ended.lost': 'Nothing you sent is lost. Your details are no longer on this screen.',
  'ended.shared': 'Using a shared computer? Close all browser windows as well.',

  'err.ref':
    'The reference of this problem is at the end of the address of this page, after “ref=”. Quote it if you contact us. It holds no personal details.',
  'err.ref.label': 'Reference:',
  'err.ref.use': 'Quote it if you contact us. It holds no personal details.',
  'err.ref.copy': 'Copy reference',
  'err.ref.copied': 'Reference copied',
  'err.help': 'Need help? {phone}, {hours}',
  'err.hours': 'Monday to Friday, 9 am to 5 pm',
  'err.wait': 'You can try again in {time}.',
  'err.ready': 'You can try again now.',

  'lost.shared': 'Nothing was shared with us.',
  'lost.nothing': 'Nothing is lost.',
  'lost.changed': 'Nothing was changed.',

  'next.again': 'Start again',
  'next.here': 'Start again here',
  'next.details': 'See your details',
  'next.start': 'Go to the start page',

  'aside.link': 'Did somebody send you the link? Read this',
  'aside.singpass': 'Singpass website',

  'err.login_cancelled.h1': 'You did not share your details',
  'err.login_cancelled.why': 'You closed Singpass or chose not to agree. That is fine.',
  'err.login_expired.h1': 'This login took too long',
  'err.login_expired.why': 'A login must be finished within a few minutes.',
  'err.login_elsewhere.h1': 'You came back in a different browser',
  'err.login_elsewhere.why':
    'You started in one browser and the Singpass app opened another. For your safety we cannot move a login between browsers.',
  'err.login_elsewhere.lost': 'Nothing is lost. The first browser is still waiting for you.',
  'err.login_already_used.h1': 'This login link was used already',
  'err.login_already_used.why':
    'Each login works once. You may have pressed Back, reloaded, or opened an old link.',
  'err.login_already_used.lost': 'Nothing is lost. If you are logged in, you still are.',
  'err.login_mismatch.h1': 'We could not check this login',
  'err.login_mismatch.why':
    'What came back did not match the login you started. This can happen with very old links, or if somebody sent you this link.',
  'err.login_mismatch.lost': 'We did not log anybody in.',
  'err.idp_unavailable.h1': 'Singpass is not answering',
  'err.idp_unavailable.why': 'The problem is not on your side. Wait a minute before you try again.',
  'err.idp_unavailable.lost': 'Nothing was shared. If you were logged in here, you still are.',
  'err.idp_bad_response.h1': 'Something went wrong between Singpass and us',
  'err.idp_bad_response.why': 'We got an answer we could not trust, so we did not use it.',
  'err.idp_bad_response.lost': 'Nothing was saved.',
  'err.idp_rejected_client.h1': 'Login is not available',
  'err.idp_rejected_client.why':
    'Our service is not set up correctly. You can do nothing about it, and we have been told.',
  'err.data_unavailable.h1': 'We could not read your details',
  'err.data_unavailable.why':
    'You agreed, and Singpass answered, but we could not open the answer safely.',
  'err.data_unavailable.lost': 'We threw the answer away. You were not logged in.',
  'err.store_unavailable.h1': 'We cannot log you in right now',
  'err.store_unavailable.why':
    'Part of our service is not answering. Wait a minute before you try again.',
  'err.rate_limited.h1': 'Too many tries',
  'err.rate_limited.why':
    'There were many logins from your network in a short time. Offices and schools share one address, so it may not have been you. Wait a minute before you try again.',
  'err.session_expired.h1': 'You have been logged out',
  'err.session_expired.why':
    'You did nothing for a while, or you were logged in for the longest time we allow.',
  'err.session_expired.lost': 'Nothing you sent is lost.',
  'err.unexpected.h1': 'That did not work',
  'err.unexpected.why':
    'Your browser sent something we did not expect. An extension or an old page may be the cause.',
  'err.not_found.h1': 'Page not found',
  'err.not_found.why': 'The address may be mistyped or the page has moved.',
  'err.internal.why': 'We have been told.',
  'err.maintenance.h1': 'We are closed for maintenance',
  'err.maintenance.why': 'We are improving this service. Come back later today.',
  'err.maintenance.time': 'From {from} to {to}.',

  'help.h1': 'Help with logging in',
  'help.lead': 'Most problems with logging in are solved by starting again from our start page.',
  'help.how.h2': 'How logging in works',
  'help.how.1': 'Press “Log in with Singpass” on our start page.',
  'help.how.2': 'Read in the Singpass app what we ask for, and agree or refuse.',
  'help.how.3': 'Come back to the same browser. Your details appear there.',
  'help.link.h2': 'Did somebody send you a link?',
  'help.link.1': 'Do not log in from a link in a message or an email. Type our address yourself.',
  'help.link.2': 'If you agreed to something you did not start, tell us at once.',
  'help.cookies.h2': 'How to allow cookies',
  'help.cookies.1': 'Open the settings of your browser and look for “Cookies” under “Privacy”.',
  'help.cookies.2':
    'Allow cookies for this site, then log in again. We set no cookie that tracks you.',
  'help.script.h2': 'If your details do not appear',
  'help.script.1':
    'Your details need JavaScript. Turn it on in the settings of your browser, under “Content” or “Site settings”.',
  'help.script.2': 'Use a current version of Chrome, Edge, Firefox or Safari.',
  'help.logout': 'Logged in, but nothing works? Press this button to log out on this device.',

  'contact.h2': 'How to reach us',
  'contact.phone': 'Phone: {phone}, {hours}',
  'contact.email': 'Email: {email}',
  'contact.ref':
    'Tell us the reference on the page, if there is one. Never tell us a password or a full NRIC.',

  'privacy.h1': 'Your privacy',
  'privacy.rule.h2': 'Why, and under which rule',
  'privacy.rule.agency':
    'We are a public agency. We handle your details under the Public Sector (Governance) Act and the government’s data rules.',
  'privacy.rule.organisation':
    'We handle your details under the Personal Data Protection Act (PDPA), for the purposes named above. Our data protection officer: {email}.',
  'privacy.nric': 'We use your NRIC to find your record, never as proof of who you are.',
  'privacy.keep.h2': 'What we keep and for how long',
  'privacy.keep':
    'We keep your details, encrypted, only while you are logged in. Logging out deletes them.',
  'privacy.keep.form':
    'What you type into a form we keep, encrypted, for one hour. Only you can see it, when you log in. A form that you send we keep for one day.',
  'privacy.keep.log': 'Our logs hold times, problems and references, and none of your details.',
  'privacy.who.h2': 'Who else sees it',
  'privacy.who': 'Nobody. We do not pass your details on.',
  'privacy.cookies.h2': 'Cookies',
  'privacy.cookies':
    'We set two cookies. Both are needed to log in, so we do not ask for consent to them.',
  'privacy.cookie.name': 'Name',
  'privacy.cookie.purpose': 'What it is for',
  'privacy.cookie.life': 'How long it lasts',
  'privacy.session.purpose': 'Keeps you logged in',
  'privacy.session.life': 'Until you log out or close the browser',
  'privacy.login.purpose': 'Remembers a login that you have begun',
  'privacy.login.life': 'A few minutes',
  'privacy.choices.h2': 'Your choices',
  'privacy.choices.1': 'You need not log in. Nobody is told that you looked at this page.',
  'privacy.choices.2': 'You can log out at any time, and download or print what we show you.',
  'privacy.choices.3':
    'You can ask us what we hold. To correct a detail, ask the agency that keeps the record.',
  'privacy.changes.h2': 'Changes',
  'privacy.changes': 'We say on this page what changes, before it changes.',
} as const
