import type { PageDictionary } from './translate.ts'

export const msPages: PageDictionary = {
  'landing.h1': 'Log masuk untuk melihat butiran anda',
  'landing.lead':
    'Gunakan aplikasi Singpass anda. Setiap kali, anda yang menentukan sama ada mahu berkongsi butiran dengan kami.',
  'landing.hint':
    'Ini mengambil masa kira-kira satu minit. Anda akan meninggalkan halaman ini dan kembali semula.',
  'status.planned':
    'Singpass tidak akan tersedia dari {from} hingga {to}. Anda boleh log masuk sebelum atau selepas itu.',
  'ask.h2': 'Apa yang kami minta, dan sebabnya',
  'ask.none': 'Kami tidak meminta apa-apa lagi.',
  'ask.nothing': 'Kami tidak meminta sebarang butiran anda.',
  'notdo.h2': 'Apa yang kami tidak lakukan',
  'notdo.1': 'Kami tidak melihat kata laluan Singpass, cap jari atau wajah anda.',
  'notdo.2': 'Kami tidak menyimpan butiran anda selepas anda log keluar.',
  'notdo.3': 'Kami tidak dapat melihat perkhidmatan lain yang anda gunakan dengan Singpass.',
  'before.h2': 'Sebelum anda bermula',
  'before.1': 'Anda memerlukan aplikasi Singpass pada telefon anda.',
  'before.2':
    'Pada komputer, anda mengimbas kod QR dengan aplikasi itu. Pada telefon, aplikasi itu terbuka sendiri.',
  'before.webview':
    'Halaman ini dibuka di dalam aplikasi lain? Bukanya dalam Chrome, Safari, Edge atau Firefox dahulu.',
  'before.scam': 'Kami tidak akan meminta butiran anda melalui telefon atau mesej.',
  'out.h1': 'Anda telah log keluar',
  'out.text': 'Butiran anda tiada lagi pada skrin ini dan sesi anda di sini telah tamat.',
  'out.app': 'Aplikasi Singpass anda tidak terjejas. Anda kekal log masuk di sana.',
  'out.other': 'Anda log keluar dalam tab lain, jadi kami menutup tab ini juga.',
  'out.unknown':
    'Kami telah mengosongkan skrin ini tetapi tidak dapat mengesahkannya dengan pelayan. Sesi anda tamat dengan sendirinya apabila tidak digunakan. Pada komputer kongsi, tutup semua tetingkap pelayar.',
  again: 'Log masuk semula',
  'ended.h1': 'Anda telah dilog keluar',
  'ended.text':
    'Anda tidak melakukan apa-apa buat seketika, atau anda telah log masuk selama masa terpanjang yang kami benarkan. Kami log keluar anda untuk memastikan butiran anda selamat.',
  'ended.idle':
    'Anda tidak melakukan apa-apa buat seketika, jadi kami log keluar anda untuk memastikan butiran anda selamat.',
  'ended.absolute': 'Anda telah log masuk selama masa terpanjang yang kami benarkan.',
  'ended.lost': 'Apa yang anda hantar tidak hilang. Butiran anda tiada lagi pada skrin ini.',
  'ended.shared': 'Menggunakan komputer kongsi? Tutup semua tetingkap pelayar juga.',
  'err.ref':
    'Rujukan masalah ini terdapat pada hujung alamat halaman ini, selepas “ref=”. Nyatakannya jika anda menghubungi kami. Ia tidak mengandungi butiran peribadi.',
  'err.ref.label': 'Rujukan:',
  'err.ref.use': 'Nyatakannya jika anda menghubungi kami. Ia tidak mengandungi butiran peribadi.',
  'err.ref.copy': 'Salin rujukan',
  'err.ref.copied': 'Rujukan disalin',
  'err.help': 'Perlukan bantuan? {phone}, {hours}',
  'err.hours': 'Isnin hingga Jumaat, 9 pagi hingga 5 petang',
  'err.wait': 'Anda boleh cuba lagi dalam {time}.',
  'err.ready': 'Anda boleh cuba lagi sekarang.',
  'lost.shared': 'Tiada apa-apa yang dikongsi dengan kami.',
  'lost.nothing': 'Tiada apa-apa yang hilang.',
  'lost.changed': 'Tiada apa-apa yang diubah.',
  'next.again': 'Mula semula',
  'next.here': 'Mula semula di sini',
  'next.details': 'Lihat butiran anda',
  'next.start': 'Pergi ke halaman mula',
  'aside.link': 'Adakah seseorang menghantar pautan itu kepada anda? Baca ini',
  'aside.singpass': 'Laman web Singpass',
  'err.login_cancelled.h1': 'Anda tidak berkongsi butiran anda',
  'err.login_cancelled.why':
    'Anda menutup Singpass atau memilih untuk tidak bersetuju. Itu tidak mengapa.',
  'err.login_expired.h1': 'Log masuk ini mengambil masa terlalu lama',
  'err.login_expired.why': 'Log masuk mesti diselesaikan dalam beberapa minit.',
  'err.login_elsewhere.h1': 'Anda kembali dalam pelayar yang berbeza',
  'err.login_elsewhere.why':
    'Anda bermula dalam satu pelayar dan aplikasi Singpass membuka pelayar lain. Demi keselamatan anda, kami tidak dapat memindahkan log masuk antara pelayar.',
  'err.login_elsewhere.lost': 'Tiada apa-apa yang hilang. Pelayar pertama masih menunggu anda.',
  'err.login_already_used.h1': 'Pautan log masuk ini telah digunakan',
  'err.login_already_used.why':
    'Setiap log masuk hanya berfungsi sekali. Anda mungkin telah menekan Kembali, memuat semula, atau membuka pautan lama.',
  'err.login_already_used.lost':
    'Tiada apa-apa yang hilang. Jika anda telah log masuk, anda masih log masuk.',
  'err.login_mismatch.h1': 'Kami tidak dapat menyemak log masuk ini',
  'err.login_mismatch.why':
    'Apa yang dikembalikan tidak sepadan dengan log masuk yang anda mulakan. Ini boleh berlaku dengan pautan yang sangat lama, atau jika seseorang menghantar pautan ini kepada anda.',
  'err.login_mismatch.lost': 'Kami tidak log masuk sesiapa.',
  'err.idp_unavailable.h1': 'Singpass tidak memberikan respons',
  'err.idp_unavailable.why':
    'Masalahnya bukan di pihak anda. Tunggu satu minit sebelum mencuba lagi.',
  'err.idp_unavailable.lost':
    'Tiada apa-apa yang dikongsi. Jika anda telah log masuk di sini, anda masih log masuk.',
  'err.idp_bad_response.h1': 'Ada masalah antara Singpass dengan kami',
  'err.idp_bad_response.why':
    'Kami menerima jawapan yang tidak boleh dipercayai, jadi kami tidak menggunakannya.',
  'err.idp_bad_response.lost': 'Tiada apa-apa yang disimpan.',
  'err.idp_rejected_client.h1': 'Log masuk tidak tersedia',
  'err.idp_rejected_client.why':
    'Perkhidmatan kami tidak disediakan dengan betul. Tiada apa-apa yang perlu anda lakukan, dan kami telah dimaklumkan.',
  'err.data_unavailable.h1': 'Kami tidak dapat membaca butiran anda',
  'err.data_unavailable.why':
    'Anda telah bersetuju dan Singpass telah menjawab, tetapi kami tidak dapat membuka jawapan itu dengan selamat.',
  'err.data_unavailable.lost': 'Kami telah membuang jawapan itu. Anda tidak dilog masuk.',
  'err.store_unavailable.h1': 'Kami tidak dapat log masuk anda sekarang',
  'err.store_unavailable.why':
    'Sebahagian perkhidmatan kami tidak memberikan respons. Tunggu satu minit sebelum mencuba lagi.',
  'err.rate_limited.h1': 'Terlalu banyak percubaan',
  'err.rate_limited.why':
    'Terdapat banyak log masuk daripada rangkaian anda dalam masa yang singkat. Pejabat dan sekolah berkongsi satu alamat, jadi mungkin bukan anda puncanya. Tunggu satu minit sebelum mencuba lagi.',
  'err.session_expired.h1': 'Anda telah dilog keluar',
  'err.session_expired.why':
    'Anda tidak melakukan apa-apa buat seketika, atau anda telah log masuk selama masa terpanjang yang kami benarkan.',
  'err.session_expired.lost': 'Apa yang anda hantar tidak hilang.',
  'err.unexpected.h1': 'Itu tidak berjaya',
  'err.unexpected.why':
    'Pelayar anda menghantar sesuatu yang tidak kami jangka. Sambungan pelayar atau halaman lama mungkin puncanya.',
  'err.not_found.h1': 'Halaman tidak ditemui',
  'err.not_found.why': 'Alamat mungkin tersalah taip atau halaman telah berpindah.',
  'err.internal.why': 'Kami telah dimaklumkan.',
  'err.maintenance.h1': 'Kami ditutup untuk penyelenggaraan',
  'err.maintenance.why':
    'Kami sedang menambah baik perkhidmatan ini. Datang semula lewat hari ini.',
  'err.maintenance.time': 'Dari {from} hingga {to}.',
  'help.h1': 'Bantuan untuk log masuk',
  'help.lead':
    'Kebanyakan masalah log masuk selesai dengan memulakan semula dari halaman mula kami.',
  'help.how.h2': 'Cara log masuk berfungsi',
  'help.how.1': 'Tekan “Log masuk dengan Singpass” pada halaman mula kami.',
  'help.how.2': 'Baca dalam aplikasi Singpass apa yang kami minta, dan setuju atau tolak.',
  'help.how.3': 'Kembali ke pelayar yang sama. Butiran anda dipaparkan di situ.',
  'help.link.h2': 'Adakah seseorang menghantar pautan kepada anda?',
  'help.link.1':
    'Jangan log masuk daripada pautan dalam mesej atau e-mel. Taip alamat kami sendiri.',
  'help.link.2':
    'Jika anda bersetuju dengan sesuatu yang tidak anda mulakan, beritahu kami segera.',
  'help.cookies.h2': 'Cara membenarkan kuki',
  'help.cookies.1': 'Buka tetapan pelayar anda dan cari “Kuki” di bawah “Privasi”.',
  'help.cookies.2':
    'Benarkan kuki untuk laman ini, kemudian log masuk semula. Kami tidak menetapkan kuki yang menjejaki anda.',
  'help.script.h2': 'Jika butiran anda tidak dipaparkan',
  'help.script.1':
    'Butiran anda memerlukan JavaScript. Hidupkannya dalam tetapan pelayar anda, di bawah “Kandungan” atau “Tetapan tapak”.',
  'help.script.2': 'Gunakan versi terkini Chrome, Edge, Firefox atau Safari.',
  'help.logout':
    'Sudah log masuk, tetapi tiada apa-apa yang berfungsi? Tekan butang ini untuk log keluar pada peranti ini.',
  'contact.h2': 'Cara menghubungi kami',
  'contact.phone': 'Telefon: {phone}, {hours}',
  'contact.email': 'E-mel: {email}',
  'contact.ref':
    'Beritahu kami rujukan pada halaman itu, jika ada. Jangan sekali-kali memberitahu kami kata laluan atau NRIC penuh.',
  'privacy.h1': 'Privasi anda',
  'privacy.rule.h2': 'Sebab, dan di bawah peraturan mana',
  'privacy.rule.agency':
    'Kami ialah agensi awam. Kami mengendalikan butiran anda di bawah Akta Sektor Awam (Tadbir Urus) dan peraturan data pemerintah.',
  'privacy.rule.organisation':
    'Kami mengendalikan butiran anda di bawah Akta Perlindungan Data Peribadi (PDPA), bagi tujuan yang dinyatakan di atas. Pegawai perlindungan data kami: {email}.',
  'privacy.nric':
    'Kami menggunakan NRIC anda untuk mencari rekod anda, bukan sebagai bukti siapa anda.',
  'privacy.keep.h2': 'Apa yang kami simpan dan berapa lama',
  'privacy.keep':
    'Kami menyimpan butiran anda, disulitkan, hanya semasa anda log masuk. Log keluar memadamkannya.',
  'privacy.keep.form':
    'Apa yang anda taip dalam borang kami simpan, disulitkan, selama satu jam. Hanya anda dapat melihatnya, apabila anda log masuk. Borang yang anda hantar kami simpan selama satu hari.',
  'privacy.keep.log': 'Log kami menyimpan masa, masalah dan rujukan, dan tiada butiran anda.',
  'privacy.who.h2': 'Siapa lagi yang melihatnya',
  'privacy.who': 'Tiada sesiapa. Kami tidak menyerahkan butiran anda kepada orang lain.',
  'privacy.cookies.h2': 'Kuki',
  'privacy.cookies':
    'Kami menetapkan dua kuki. Kedua-duanya diperlukan untuk log masuk, jadi kami tidak meminta persetujuan.',
  'privacy.cookie.name': 'Nama',
  'privacy.cookie.purpose': 'Kegunaannya',
  'privacy.cookie.life': 'Berapa lama',
  'privacy.session.purpose': 'Memastikan anda kekal log masuk',
  'privacy.session.life': 'Sehingga anda log keluar atau menutup pelayar',
  'privacy.login.purpose': 'Mengingati log masuk yang telah anda mulakan',
  'privacy.login.life': 'Beberapa minit',
  'privacy.choices.h2': 'Pilihan anda',
  'privacy.choices.1':
    'Anda tidak perlu log masuk. Tiada sesiapa diberitahu bahawa anda melihat halaman ini.',
  'privacy.choices.2':
    'Anda boleh log keluar pada bila-bila masa, dan memuat turun atau mencetak apa yang kami paparkan.',
  'privacy.choices.3':
    'Anda boleh bertanya apa yang kami simpan. Untuk membetulkan butiran, tanya agensi yang menyimpan rekod itu.',
  'privacy.changes.h2': 'Perubahan',
  'privacy.changes': 'Kami menyatakan perubahan pada halaman ini sebelum ia berlaku.',
}
