import type { ApplyDictionary } from './translate.ts'

export const msApply: ApplyDictionary = {
  'apply.h1': 'Beritahu kami ke mana hendak dihantar',
  'apply.lead':
    'Nama anda datang daripada Singpass. Isikan yang lain, dan semak sebelum anda menghantarnya.',
  'apply.asked': 'Apabila anda log masuk untuk borang ini, kami meminta daripada Singpass:',
  'apply.noscript':
    'Borang ini memerlukan JavaScript. Hidupkannya, atau hubungi kami dan kami akan membantu anda melalui telefon.',
  'apply.fail.h': 'Kami tidak dapat membuka borang anda',
  'apply.more.h1': 'Kami memerlukan satu butiran lagi',
  'apply.more':
    'Anda tidak berkongsi nama semasa log masuk. Log masuk sekali lagi untuk berkongsinya.',
  'apply.verified': 'Disahkan oleh Singpass.',
  'apply.fixed': 'Anda tidak boleh mengubahnya di sini.',
  'apply.filled': 'Kami mengisinya daripada Singpass. Anda boleh mengubahnya.',
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
  'apply.error.h': 'Ada yang tertinggal atau salah',
  'apply.error.title': 'Ralat: {heading}',
  'apply.continue': 'Teruskan',
  'apply.check.h1': 'Semak sebelum anda menghantar',
  'apply.check.lead': 'Inilah yang akan kami terima.',
  'apply.change': 'Ubah',
  'apply.change.label': 'Ubah {field}',
  'apply.send': 'Hantar',
  'apply.sending': 'Sedang menghantar',
  'apply.unsent.h': 'Borang anda belum disahkan',
  'apply.unsent.unknown':
    'Borang anda mungkin telah sampai kepada kami atau tidak. Apa yang anda taip tidak hilang. Tekan Hantar sekali lagi: kami menerimanya sekali sahaja.',
  'apply.unsent.down':
    'Sebahagian perkhidmatan kami tidak menjawab. Apa yang anda taip tidak hilang. Tunggu seminit, kemudian tekan Hantar sekali lagi.',
  'apply.unsent.many':
    'Anda telah menghantar lima borang hari ini, dan itulah had kami. Apa yang anda taip tidak hilang. Cuba lagi esok.',
  'apply.ref': 'Rujukan masalah ini: {ref}',
  'apply.done.h1': 'Kami telah menerima borang anda',
  'apply.reference': 'Rujukan anda',
  'apply.done.at': 'Diterima pada {time}, waktu Singapura',
  'apply.done.next': 'Catat rujukan ini. Nyatakan rujukan ini jika anda menghubungi kami.',
  'apply.done.what': 'Apa yang anda hantar',
  'apply.another': 'Isi borang lain',
  'apply.details': 'Kembali ke butiran anda',
}
