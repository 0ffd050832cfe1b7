/** The texts of the pages without script: no browser loads them, they are in the HTML. */
export const enPages = {
  'landing.h1': 'Log in to see your details',
  'landing.lead':
    'Use your Singpass app. You decide each time whether to share your details with us.',
  'landing.login': 'Log in with Singpass',
  'landing.hint': 'This takes about one minute. You will leave this page and come back.',

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
  'out.again': 'Log in again',

  'ended.h1': 'You have been logged out',
  'ended.text':
    'You did nothing for a while, or you were logged in for the longest time we allow. We logged you out to keep your details safe.',
  'ended.lost': 'Nothing you sent is lost. Your details are no longer on this screen.',
  'ended.again': 'Log in again',
  'ended.shared': 'Using a shared computer? Close all browser windows as well.',

  'err.ref':
    'The reference of this problem is at the end of the address of this page, after “ref=”. Quote it if you contact us. It holds no personal details.',
  'err.ref.label': 'Reference:',
  'err.ref.use': 'Quote it if you contact us. It holds no personal details.',
  'err.again': 'Start again',
  'err.login_cancelled.h1': 'You did not share your details',
  'err.login_cancelled.why': 'You closed Singpass or chose not to agree. That is fine.',
  'err.login_cancelled.lost': 'Nothing was shared with us.',
  'err.login_cancelled.next': 'Log in with Singpass',
  'err.login_expired.h1': 'This login took too long',
  'err.login_expired.why': 'A login must be finished within a few minutes.',
  'err.login_expired.lost': 'Nothing was shared with us.',
  'err.login_expired.next': 'Start again',
  'err.login_elsewhere.h1': 'You came back in a different browser',
  'err.login_elsewhere.why':
    'You started in one browser and the Singpass app opened another. For your safety we cannot move a login between browsers.',
  'err.login_elsewhere.lost': 'Nothing is lost. The first browser is still waiting for you.',
  'err.login_elsewhere.next': 'Start again here',
  'err.login_already_used.h1': 'This login link was used already',
  'err.login_already_used.why':
    'Each login works once. You may have pressed Back, reloaded, or opened an old link.',
  'err.login_already_used.lost': 'Nothing is lost. If you are logged in, you still are.',
  'err.login_already_used.next': 'See your details',
  'err.login_mismatch.h1': 'We could not check this login',
  'err.login_mismatch.why':
    'What came back did not match the login you started. This can happen with very old links, or if somebody sent you this link.',
  'err.login_mismatch.lost': 'We did not log anybody in.',
  'err.login_mismatch.next': 'Start again',
  'err.idp_unavailable.h1': 'Singpass is not answering',
  'err.idp_unavailable.why': 'The problem is not on your side. Wait a minute before you try again.',
  'err.idp_unavailable.lost': 'Nothing was shared. If you were logged in here, you still are.',
  'err.idp_unavailable.next': 'Try again',
  'err.idp_bad_response.h1': 'Something went wrong between Singpass and us',
  'err.idp_bad_response.why': 'We got an answer we could not trust, so we did not use it.',
  'err.idp_bad_response.lost': 'Nothing was saved.',
  'err.idp_bad_response.next': 'Try again',
  'err.idp_rejected_client.h1': 'Login is not available',
  'err.idp_rejected_client.why':
    'Our service is not set up correctly. You can do nothing about it, and we have been told.',
  'err.idp_rejected_client.lost': 'Nothing was shared with us.',
  'err.idp_rejected_client.next': 'Go to the start page',
  'err.data_unavailable.h1': 'We could not read your details',
  'err.data_unavailable.why':
    'You agreed, and Singpass answered, but we could not open the answer safely.',
  'err.data_unavailable.lost': 'We threw the answer away. You were not logged in.',
  'err.data_unavailable.next': 'Try again',
  'err.store_unavailable.h1': 'We cannot log you in right now',
  'err.store_unavailable.why':
    'Part of our service is not answering. Wait a minute before you try again.',
  'err.store_unavailable.lost': 'Nothing is lost.',
  'err.store_unavailable.next': 'Try again',
  'err.rate_limited.h1': 'Too many tries',
  'err.rate_limited.why':
    'There were many logins from your network in a short time. Offices and schools share one address, so it may not have been you. Wait a minute before you try again.',
  'err.rate_limited.lost': 'Nothing is lost.',
  'err.rate_limited.next': 'Try again',
  'err.session_expired.h1': 'You have been logged out',
  'err.session_expired.why':
    'You did nothing for a while, or you were logged in for the longest time we allow.',
  'err.session_expired.lost': 'Nothing you sent is lost.',
  'err.session_expired.next': 'Log in again',
  'err.csrf_rejected.h1': 'That did not work',
  'err.csrf_rejected.why':
    'Your browser sent something we did not expect. An extension or an old page may be the cause.',
  'err.csrf_rejected.lost': 'Nothing was changed.',
  'err.csrf_rejected.next': 'Go to the start page',
  'err.too_large.h1': 'That did not work',
  'err.too_large.why':
    'Your browser sent something we did not expect. An extension or an old page may be the cause.',
  'err.too_large.lost': 'Nothing was changed.',
  'err.too_large.next': 'Go to the start page',
  'err.method_not_allowed.h1': 'That did not work',
  'err.method_not_allowed.why':
    'Your browser sent something we did not expect. An extension or an old page may be the cause.',
  'err.method_not_allowed.lost': 'Nothing was changed.',
  'err.method_not_allowed.next': 'Go to the start page',
  'err.not_found.h1': 'Page not found',
  'err.not_found.why': 'The address may be mistyped or the page has moved.',
  'err.not_found.lost': '',
  'err.not_found.next': 'Go to the start page',
} as const
