import type { FormDictionary } from './translate.ts'

export const msForm: FormDictionary = {
  'form.asked': 'Apabila anda log masuk untuk borang ini, kami meminta daripada Singpass:',
  'form.noscript':
    'Borang ini memerlukan JavaScript. Hidupkannya, atau hubungi kami dan kami akan membantu anda melalui telefon.',
  'form.fail.h': 'Kami tidak dapat membuka borang anda',
  'form.more.h1': 'Kami memerlukan butiran lagi',
  'form.more':
    'Anda tidak berkongsi ini semasa log masuk: {fields}. Log masuk semula untuk berkongsinya.',
  'form.verified': 'Disahkan oleh Singpass.',
  'form.fixed': 'Anda tidak boleh mengubahnya di sini.',
  'form.filled': 'Kami mengisinya daripada Singpass. Anda boleh mengubahnya.',
  'form.error.h': 'Ada yang tertinggal atau salah',
  'form.error.title': 'Ralat: {heading}',
  'form.continue': 'Teruskan',
  'form.check.h1': 'Semak sebelum anda menghantar',
  'form.check.lead': 'Inilah yang akan kami terima.',
  'form.change': 'Ubah',
  'form.change.label': 'Ubah {field}',
  'form.send': 'Hantar',
  'form.sending': 'Sedang menghantar',
  'form.unsent.h': 'Borang anda belum disahkan',
  'form.unsent.unknown':
    'Borang anda mungkin telah sampai kepada kami atau tidak. Apa yang anda taip tidak hilang. Tekan Hantar sekali lagi: kami menerimanya sekali sahaja.',
  'form.unsent.down':
    'Sebahagian perkhidmatan kami tidak menjawab. Apa yang anda taip tidak hilang. Tunggu seminit, kemudian tekan Hantar sekali lagi.',
  'form.ref': 'Rujukan masalah ini: {ref}',
  'form.reference': 'Rujukan anda',
  'form.done.at': 'Diterima pada {time}, waktu Singapura',
  'form.done.next': 'Catat rujukan ini. Nyatakan rujukan ini jika anda menghubungi kami.',
  'form.done.what': 'Apa yang anda hantar',
  'form.details': 'Kembali ke butiran anda',
}
