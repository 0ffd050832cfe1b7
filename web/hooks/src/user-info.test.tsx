import { paths } from '@sgid-login/shared'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { expect, expectTypeOf, onTestFinished, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { SgidLoginProvider } from './provider.tsx'
import { serveAmy, userInfo } from './testing.ts'
import { createSgidLogin, type UserInfo } from './user-info.ts'

const amy = createSgidLogin({ scopes: ['openid', 'myinfo.name', 'myinfo.nric_number'] })

test('the types know the scopes that the app listed, and no others', () => {
  type Listed = UserInfo<'openid' | 'myinfo.name' | 'myinfo.nric_number'>
  type Revealed = UserInfo<'myinfo.name' | 'myinfo.nric_number', 'myinfo.nric_number'>

  expectTypeOf<Listed['data']['myinfo.name']>().toEqualTypeOf<string>()
  expectTypeOf<Listed['data']['myinfo.nric_number']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<Listed['masked']['myinfo.nric_number']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<Revealed['data']['myinfo.nric_number']>().toEqualTypeOf<string>()
  expectTypeOf<keyof Listed['data']>().toEqualTypeOf<'myinfo.name' | 'myinfo.nric_number'>()
  expectTypeOf<keyof Listed['masked']>().toEqualTypeOf<'myinfo.nric_number'>()
  expectTypeOf<UserInfo['data']>().toEqualTypeOf<Record<string, string>>()
  // @ts-expect-error: only a sensitive scope of the list can be revealed
  const wrong = () => amy.userInfoQuery({ reveal: 'myinfo.name' })
  expect(wrong).toBeTypeOf('function')
})

function Name() {
  const me = amy.useUserInfo()
  if (me.state !== 'ready') return <p>{me.state}</p>
  return <p>{`${me.data['myinfo.name'].toLowerCase()} ${me.masked['myinfo.nric_number']}`}</p>
}

function Nric() {
  const me = amy.useUserInfo({ reveal: 'myinfo.nric_number' })
  return <p>{me.state === 'ready' ? me.data['myinfo.nric_number'].slice(-4) : me.state}</p>
}

function open(page: React.ReactNode) {
  return render(
    <QueryClientProvider client={new QueryClient()}>
      <SgidLoginProvider>{page}</SgidLoginProvider>
    </QueryClientProvider>,
  )
}

test('a listed scope is there as a string, and a sensitive one is masked', async () => {
  serveAmy({ 'myinfo.name': 'AMY TAN' }, { 'myinfo.nric_number': '•••••567A' })
  const screen = await open(<Name />)

  await expect.element(screen.getByText('amy tan •••••567A')).toBeVisible()
})

test('a listed scope that does not come is there as NA, and the console names it', async () => {
  const warned = vi.spyOn(console, 'warn').mockReturnValue()
  onTestFinished(() => void warned.mockRestore())
  serveAmy({})
  const screen = await open(<Name />)

  await expect.element(screen.getByText('na undefined')).toBeVisible()
  expect(warned).toHaveBeenCalledWith(expect.stringContaining('myinfo.name myinfo.nric_number'))
})

test('what is revealed is asked for by name, and the other tabs hear that the person is there', async () => {
  const heard: unknown[] = []
  const tab = new BroadcastChannel('sgid-login')
  tab.onmessage = ({ data }) => heard.push(data)
  const requests = serveAmy(
    {},
    {},
    {
      [paths.userInfo]: () =>
        Response.json(userInfo({ 'myinfo.name': 'AMY', 'myinfo.nric_number': 'S1234567A' })),
    },
  )
  const screen = await open(<Nric />)

  await expect.element(screen.getByText('567A')).toBeVisible()
  expect(requests).toContain(`GET ${paths.userInfo}?reveal=myinfo.nric_number`)
  await expect.poll(() => heard).toEqual(['extended'])
  tab.close()
})
