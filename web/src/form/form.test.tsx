import { useState } from 'react'
import { expect, test } from 'vitest'
import { openPage, serveAmy } from '../testing.tsx'
import { AskPage } from './ask-page.tsx'
import { CheckPage } from './check-page.tsx'
import { type Faults, hasFaults } from './faults.ts'
import { FormPage, Known, known } from './form-page.tsx'
import { SelectField } from './select-field.tsx'
import { TextField } from './text-field.tsx'

const about = {
  page: '/visit',
  heading: 'A visit',
  lead: 'When you come',
  needs: ['myinfo.name'],
  fields: 3,
}
const centres = [
  ['east', 'In the East'],
  ['west', 'In the West'],
] as const

/** A form as a guide has one write it, without a server. */
function Visit({ send = () => new Promise<never>(() => undefined) }) {
  return (
    <FormPage about={about}>
      <Known about={about}>
        {(data) => (
          <Fields
            name={data['myinfo.name'] ?? ''}
            email={known(data, 'myinfo.email')}
            send={send}
          />
        )}
      </Known>
    </FormPage>
  )
}

type FieldsProps = { name: string; email: string; send: () => Promise<never> }

function Fields({ name, email, send }: FieldsProps) {
  const [filled, setFilled] = useState({ email, centre: '' })
  const [faults, setFaults] = useState<Faults>({})
  const [checked, setChecked] = useState(false)
  const verified = { 'myinfo.name': name }
  if (checked)
    return (
      <CheckPage
        page="/visit"
        answers={[{ name: 'centre', label: 'Centre', value: filled.centre }]}
        received={() => undefined}
        refused={() => undefined}
        {...{ verified, send }}
      />
    )
  const found: Faults = filled.centre === '' ? { centre: 'missing' } : {}
  return (
    <AskPage
      heading="A visit"
      lead="When you come"
      names={['email', 'centre']}
      textOf={(field, fault) => `${field} is ${fault}`}
      go={() => {
        setFaults(found)
        setChecked(!hasFaults(found))
      }}
      {...{ verified, faults }}
    >
      <TextField
        name="email"
        label="Email"
        hint="We write here."
        value={filled.email}
        filled={email}
        fault={faults['email']}
        onTyped={(email) => setFilled((before) => ({ ...before, email }))}
      />
      <SelectField
        name="centre"
        label="Centre"
        hint="Where you come."
        value={filled.centre}
        fault={faults['centre'] && 'Choose a centre'}
        onTyped={(centre) => setFilled((before) => ({ ...before, centre }))}
        empty="Choose one"
        choices={centres}
      />
    </AskPage>
  )
}

test('a field says that it was filled in from Singpass, until somebody changes it', async () => {
  serveAmy({ 'myinfo.name': 'AMY TAN', 'myinfo.email': 'amy@mail.example' })
  const { screen } = await openPage(<Visit />)
  const email = screen.getByLabelText('Email')

  await expect.element(email).toHaveValue('amy@mail.example')
  await expect
    .element(email)
    .toHaveAccessibleDescription(
      'We write here. We filled this in from Singpass. You can change it.',
    )
  await email.fill('other@mail.example')
  await expect.element(email).toHaveAccessibleDescription('We write here.')
})

test('a choice begins with none, and what is wrong with it is said above the form and at it', async () => {
  serveAmy({ 'myinfo.name': 'AMY TAN' })
  const { screen } = await openPage(<Visit />)
  const centre = screen.getByLabelText('Centre')

  await expect.element(centre).toHaveValue('')
  await screen.getByRole('button', { name: 'Continue' }).click()
  await expect
    .element(screen.getByRole('region', { name: 'Something is missing or wrong' }))
    .toHaveFocus()
  await expect.element(centre).toHaveAccessibleDescription('Choose a centre Where you come.')
  await expect.element(centre).toHaveAttribute('aria-invalid', 'true')
  expect(centre.element().getBoundingClientRect().height).toBeGreaterThanOrEqual(44)
  await screen.getByRole('link', { name: 'centre is missing' }).click()
  await expect.element(centre).toHaveFocus()

  await centre.selectOptions('In the East')
  await screen.getByRole('button', { name: 'Continue' }).click()
  await expect
    .element(screen.getByRole('heading', { level: 1 }))
    .toHaveTextContent('Check before you send')
})

test('who did not share what a form needs is asked to, and sees no form', async () => {
  serveAmy({ 'myinfo.email': 'amy@mail.example' })
  const { screen } = await openPage(<Visit />)

  await expect
    .element(
      screen.getByText(
        'You did not share this when you logged in: Name. Log in again to share it.',
      ),
    )
    .toBeVisible()
  await expect
    .element(screen.getByRole('link', { name: 'Log in with Singpass' }))
    .toHaveAttribute('href', '/auth/login?returnTo=%2Fvisit')
  expect(document.querySelector('form')).toBeNull()
})

test('who has no record of it sees the form: logging in again would change nothing', async () => {
  serveAmy({ 'myinfo.name': 'NA' })
  const { screen } = await openPage(<Visit />)

  await expect.element(screen.getByRole('button', { name: 'Continue' })).toBeVisible()
  await expect.element(screen.getByRole('definition')).toHaveTextContent('Not on record')
})

test('a second press while a form is sent sends nothing', async () => {
  serveAmy({ 'myinfo.name': 'AMY TAN' })
  let sent = 0
  const send = () => {
    sent++
    return new Promise<never>(() => undefined)
  }
  const { screen } = await openPage(<Visit send={send} />)
  await screen.getByLabelText('Centre').selectOptions('In the West')
  await screen.getByRole('button', { name: 'Continue' }).click()
  await screen.getByRole('button', { name: 'Send' }).dblClick()

  await expect.element(screen.getByRole('button', { name: 'Sending' })).toBeVisible()
  expect(sent).toBe(1)
})
