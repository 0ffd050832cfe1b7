interface Service {
  owner: string
  /** A public agency is outside the main parts of the PDPA; an organisation names it. */
  kind: 'agency' | 'organisation'
  phone: string
  email: string
  /** Of an organisation: whom to ask about personal data. */
  dataProtection: string
  /** The day on which the pages last changed. */
  changed: string
  singpass: string
  /** When Singpass, or we, will be away: two times with their zone, as in `2026-12-01T01:00+08:00`. */
  downtime?: { from: string; to: string }
}

/** What the pages say about whoever runs this service. Its name is a text: `service`. */
export const service: Service = {
  owner: 'Demo Organisation',
  kind: 'organisation',
  phone: '+65 6000 0000',
  email: 'help@example.com',
  dataProtection: 'dpo@example.com',
  changed: '2026-11-24',
  singpass: 'https://www.singpass.gov.sg/main/',
}
