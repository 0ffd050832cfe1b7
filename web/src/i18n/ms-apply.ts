import type { enApply } from './en-apply.ts'
import type { Texts } from './translate.ts'

export const msApply: Texts<typeof enApply> = {
  'apply.h1': 'Beritahu kami ke mana hendak dihantar',
  'apply.lead':
    'Nama anda datang daripada Singpass. Isikan yang lain, dan semak sebelum anda menghantarnya.',
  'apply.kept':
    'Kami menyimpan apa yang anda taip selama satu jam. Jika anda dilog keluar, log masuk dan teruskan.',
  'apply.unkept':
    'Kami tidak dapat menyimpan apa yang anda taip sekarang. Ia masih ada pada halaman ini. Biarkan halaman ini terbuka; kami terus mencuba.',
  'apply.address': 'Alamat penghantaran',
  'apply.address.hint': 'Blok, jalan, nombor unit dan poskod.',
  'apply.address.missing': 'Masukkan alamat untuk penghantaran',
  'apply.address.too_long': 'Alamat mesti 400 aksara atau kurang',
  'apply.address.control_character': 'Alamat mengandungi aksara yang tidak dapat kami cetak',
  'apply.address.not_an_email': 'Semak alamat itu',
  'apply.address.other': 'Semak alamat itu',
  'apply.email': 'E-mel',
  'apply.email.hint': 'Kami akan menulis kepada anda di sini.',
  'apply.email.missing': 'Masukkan e-mel anda',
  'apply.email.too_long': 'E-mel mesti 254 aksara atau kurang',
  'apply.email.control_character': 'E-mel mengandungi aksara yang tidak dibenarkan',
  'apply.email.not_an_email': 'Masukkan e-mel seperti name@example.com',
  'apply.email.other': 'Semak e-mel itu',
  'apply.unsent.many':
    'Anda telah menghantar lima borang hari ini, dan itulah had kami. Apa yang anda taip tidak hilang. Cuba lagi esok.',
  'apply.done.h1': 'Kami telah menerima borang anda',
  'apply.another': 'Isi borang lain',
}
