import { createSgidLogin } from '@sgid-login/hooks'

export const { useUserInfo } = createSgidLogin({
  scopes: ['openid', 'myinfo.name', 'myinfo.nric_number', 'myinfo.email'],
})
