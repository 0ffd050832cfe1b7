import type { Persona } from './persona.ts'

/** Several entries in every list, with values inside that are `NA` or missing. */
export const lists: Persona = {
  id: 'lists',
  title: 'GOH MANY THINGS',
  about: 'Two vehicles, three children and three jobs, with gaps in them.',
  data: {
    'myinfo.name': 'GOH MANY THINGS',
    'myinfo.nric_number': 'S0000007Z',
    'myinfo.date_of_birth': '1970-01-01',
    'myinfo.vehicles': '[{"vehicle_number":"SXX0007Z"},{"vehicle_number":"FXX0007Z"}]',
    'myinfo.sponsored_child_records': JSON.stringify([
      {
        nric: 'T0000071Z',
        name: 'GOH FIRST CHILD',
        date_of_birth: '2010-01-31',
        sex: 'FEMALE',
        race: 'CHINESE',
        life_status: 'ALIVE',
        nationality: 'SINGAPORE CITIZEN',
        residential_status: 'CITIZEN',
      },
      { nric: 'T0000072Z', name: 'GOH SECOND CHILD', date_of_birth: '2013', race: 'NA' },
      { name: 'GOH THIRD CHILD' },
    ]),
    'pocdex.public_officer_details': JSON.stringify([
      {
        work_email: 'goh_many@pretend.example',
        agency_name: 'Ministry of Make-Believe',
        department_name: 'Maps of Nowhere',
        employment_type: 'Permanent',
        employment_title: 'Cartographer',
      },
      {
        work_email: 'goh_many@statboard.example',
        agency_name: 'Pretend Statutory Board',
        department_name: 'NA',
        employment_type: 'NA',
        employment_title: 'NA',
      },
      { agency_name: 'Agency Without A Mailbox' },
    ]),
    'pocdex.number_of_employments': '3',
  },
}
