/// Names in Greek, Cyrillic, Arabic, Hebrew, Armenian and Georgian letters.
extension NamePool {
  static let eastern = [
    NamePool(
      "el", [.init("Europe/Athens", minutes: 120)],
      given: "Γιώργος=Giorgos Δημήτρης=Dimitris Νίκος=Nikos Κώστας=Kostas Χρήστος=Christos Ιωάννης=Ioannis "
        + "Σπύρος=Spyros Θανάσης=Thanasis Μάριος=Marios Πέτρος=Petros",
      family: "Παπαδόπουλος=Papadopoulos Αγγελίδης=Angelidis Κωνσταντίνου=Konstantinou Νικολάου=Nikolaou "
        + "Βλάχος=Vlachos Οικονόμου=Oikonomou Ξενάκης=Xenakis Ζαχαρίας=Zacharias Καραγιάννης=Karagiannis "
        + "Μακρής=Makris"),
    NamePool(
      "ru", [.init("Asia/Almaty", minutes: 300), .init("Asia/Tbilisi", minutes: 240)],
      given: "Анна=Anna Екатерина=Ekaterina Ольга=Olga Надежда=Nadezhda Ксения=Kseniya Юлия=Yuliya "
        + "Любовь=Lyubov Дарья=Darya Светлана=Svetlana Татьяна=Tatyana Алёна=Alyona Вера=Vera",
      family: "Иванова=Ivanova Щербакова=Shcherbakova Кузнецова=Kuznetsova Соловьёва=Solovyova Жукова=Zhukova "
        + "Чернышёва=Chernyshova Зайцева=Zaytseva Фёдорова=Fyodorova Морозова=Morozova Юдина=Yudina "
        + "Шевцова=Shevtsova Цветкова=Tsvetkova"),
    NamePool(
      "bg", [.init("Europe/Sofia", minutes: 120)],
      given: "Димитър=Dimitar Стоян=Stoyan Ивайло=Ivaylo Георги=Georgi Красимир=Krasimir Живко=Zhivko "
        + "Борислав=Borislav Пламен=Plamen",
      family: "Петров=Petrov Ангелов=Angelov Тодоров=Todorov Желязков=Zhelyazkov Христов=Hristov "
        + "Младенов=Mladenov Кръстев=Krastev Йорданов=Yordanov"),
    NamePool(
      "uk", [.init("Europe/Kyiv", minutes: 120)],
      given: "Оксана=Oksana Тарас=Taras Соломія=Solomiia Богдан=Bohdan Ірина=Iryna Мирослава=Myroslava "
        + "Остап=Ostap Галина=Halyna Любомир=Liubomyr Ярослав=Yaroslav",
      family: "Шевченко=Shevchenko Коваленко=Kovalenko Бондаренко=Bondarenko Іваненко=Ivanenko "
        + "Гриценко=Hrytsenko Мельник=Melnyk Кравчук=Kravchuk Щур=Shchur Євтушенко=Yevtushenko Ткачук=Tkachuk"),
    NamePool(
      "ar",
      [
        .init("Africa/Cairo", minutes: 120, restsFromFriday: true),
        .init("Asia/Riyadh", minutes: 180, restsFromFriday: true),
      ],
      given: "محمد=Mohammed فاطمة=Fatima يوسف=Youssef نور=Nour خالد=Khaled ليلى=Layla عمر=Omar مريم=Maryam "
        + "حسن=Hassan سلمى=Salma طارق=Tarek زينب=Zaynab",
      family: "العلي=Al-Ali حداد=Haddad المصري=El-Masry خوري=Khoury الشريف=Al-Sharif منصور=Mansour "
        + "بن_سعيد=Ben_Said نجار=Najjar القاسم=Al-Qasim عبد_الله=Abdallah صالح=Saleh الراشد=Al-Rashid"),
    NamePool(
      "he", [.init("Asia/Jerusalem", minutes: 120, restsFromFriday: true)],
      given: "נועה=Noa איתי=Itay תמר=Tamar יונתן=Yonatan שירה=Shira אורי=Uri מיכל=Michal עידו=Ido",
      family: "כהן=Cohen לוי=Levi מזרחי=Mizrahi פרץ=Peretz ביטון=Biton אברהם=Avraham פרידמן=Friedman "
        + "אוחיון=Ohayon"),
    NamePool(
      "hy", [.init("Asia/Yerevan", minutes: 240)],
      given: "Արմեն=Armen Անի=Ani Տիգրան=Tigran Նարե=Nare Գոռ=Gor Լուսինե=Lusine Հայկ=Hayk Սոնա=Sona",
      family: "Սարգսյան=Sargsyan Պետրոսյան=Petrosyan Հակոբյան=Hakobyan Գրիգորյան=Grigoryan "
        + "Վարդանյան=Vardanyan Մկրտչյան=Mkrtchyan"),
    NamePool(
      "ka", [.init("Asia/Tbilisi", minutes: 240)],
      given: "ნინო=Nino გიორგი=Giorgi თამარ=Tamar ლევან=Levan ქეთევან=Ketevan ზურაბ=Zurab მარიამ=Mariam "
        + "ვახტანგ=Vakhtang",
      family: "ბერიძე=Beridze კაპანაძე=Kapanadze გელაშვილი=Gelashvili მაისურაძე=Maisuradze ლომიძე=Lomidze "
        + "კვარაცხელია=Kvaratskhelia"),
  ]
}
