import { claimText, useLogout } from '@sgid-login/hooks'
import { useState } from 'react'
import { useUserInfo } from './login'

export function Details() {
  const me = useUserInfo()
  const logout = useLogout()
  const [shown, setShown] = useState(false)
  switch (me.state) {
    case 'waiting':
    case 'signed-out':
      return <p>One moment …</p>
    case 'failed':
      return (
        <p role="alert">
          Your details did not come ({me.why}).{' '}
          <button type="button" onClick={me.retry}>
            Try again
          </button>
        </p>
      )
    case 'ready':
      return (
        <>
          <p>Hello, {claimText(me.data['myinfo.name']) ?? 'whoever you are'}</p>
          <p>NRIC: {shown ? <Nric /> : me.masked['myinfo.nric_number']}</p>
          <button type="button" onClick={() => setShown(!shown)}>
            {shown ? 'Hide' : 'Show'}
          </button>
          <button type="button" onClick={logout}>
            Log out
          </button>
        </>
      )
  }
}

/** The full value is in memory for as long as this is on screen. */
function Nric() {
  const me = useUserInfo({ reveal: 'myinfo.nric_number' })
  return me.state === 'ready' ? me.data['myinfo.nric_number'] : '…'
}
