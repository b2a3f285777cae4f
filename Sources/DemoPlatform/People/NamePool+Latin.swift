/// Names in Latin letters.
extension NamePool {
  static let latin = [
    NamePool(
      "en", [.init("Europe/London", minutes: 0), .init("America/New_York", minutes: -300)],
      given: "Amelia Oliver Grace Jack Sophie Harry Ruby Thomas Hannah George Chloe Samuel Ella Daniel Lucy "
        + "Owen",
      family: "Smith Taylor O'Connor Wright Walker Hughes Green Baker Clarke Turner Hill Cooper Ward Bennett "
        + "Gray Ellis"),
    NamePool(
      "en-US", [.init("America/Chicago", minutes: -360), .init("America/Los_Angeles", minutes: -480)],
      given: "Madison Ethan Harper Mason Avery Logan Riley Jackson Zoey Caleb Savannah Tyler Brooke Austin "
        + "Paige Wyatt",
      family: "Johnson Williams Miller Davis Anderson Jackson Harris Robinson Lewis Young Adams Nelson Carter "
        + "Mitchell Brooks Reed"),
    NamePool(
      "fr", [.init("Europe/Paris", minutes: 60), .init("Africa/Abidjan", minutes: 0)],
      given: "Zoë=Zoe François=Francois Chloé=Chloe Rémi=Remi Anaïs=Anais Jérôme=Jerome Hélène=Helene "
        + "Loïc=Loic Camille Thibault Élodie=Elodie Mathieu Noémie=Noemie Étienne=Etienne Manon Benoît=Benoit",
      family: "Lefèvre=Lefevre Moreau Béranger=Beranger Garnier Chevallier Lemaître=Lemaitre Rousseau "
        + "Gauthier D'Almeida Fontaine Perrin Mercier Noël=Noel Dupré=Dupre Besançon=Besancon Aubert"),
    NamePool(
      "de", [.init("Europe/Berlin", minutes: 60), .init("Europe/Zurich", minutes: 60)],
      given: "Jürgen=Juergen Käthe=Kaethe Lukas Björn=Bjoern Annika Götz=Goetz Sabine Matthias Heike "
        + "Jörg=Joerg Friederike Tobias Bärbel=Baerbel Florian Ulrike Sören=Soeren",
      family: "Müller=Mueller Schröder=Schroeder Weiß=Weiss Köhler=Koehler Schäfer=Schaefer Krüger=Krueger "
        + "Vogt Böhm=Boehm Brandt Groß=Gross Zimmermann Jäger=Jaeger Hoffmann Schütte=Schuette Lindner "
        + "von_Arnim"),
    NamePool(
      "es", [.init("Europe/Madrid", minutes: 60), .init("America/Bogota", minutes: -300)],
      given: "María_José=Maria_Jose Íñigo=Inigo Lucía=Lucia Álvaro=Alvaro Begoña=Begona Joaquín=Joaquin "
        + "Inés=Ines Andrés=Andres Sofía=Sofia Raúl=Raul Valentina Tomás=Tomas Belén=Belen Nicolás=Nicolas "
        + "Pilar Óscar=Oscar",
      family: "García=Garcia Núñez=Nunez Fernández=Fernandez Ibáñez=Ibanez Muñoz=Munoz Peña=Pena "
        + "Vázquez=Vazquez Castaño=Castano Jiménez=Jimenez Ordóñez=Ordonez Ríos=Rios Cárdenas=Cardenas Gil "
        + "Solís=Solis Morales Acuña=Acuna"),
    NamePool(
      "pt-BR", [.init("America/Sao_Paulo", minutes: -180), .init("Europe/Lisbon", minutes: 0)],
      given: "João=Joao Conceição=Conceicao Letícia=Leticia Vinícius=Vinicius Inês=Ines Antônio=Antonio "
        + "Fábio=Fabio Luíza=Luiza Thaís=Thais Estêvão=Estevao Beatriz Caio Rita Murilo Débora=Debora Heitor",
      family: "Gonçalves=Goncalves Araújo=Araujo Magalhães=Magalhaes Brandão=Brandao Assunção=Assuncao "
        + "Simões=Simoes da_Silva Conceição=Conceicao Falcão=Falcao Guimarães=Guimaraes Teixeira Leitão=Leitao "
        + "Moura Antunes Barros Vidal"),
    NamePool(
      "sv", [.init("Europe/Stockholm", minutes: 60), .init("Europe/Copenhagen", minutes: 60)],
      given: "Åsa=Asa Göran=Goran Märta=Marta Håkan=Hakan Linnéa=Linnea Sigrid Søren=Soren Östen=Osten Ylva "
        + "Mårten=Marten Freja Jörgen=Jorgen Tove Rasmus Ebba Aksel",
      family: "Åkerström=Akerstrom Sjöberg=Sjoberg Lindqvist Öhman=Ohman Nyström=Nystrom Bergström=Bergstrom "
        + "Hägg=Hagg Ødegård=Odegard Sørensen=Sorensen Holmgren Västberg=Vastberg Ekman Dahl Skoglund "
        + "Kjær=Kjaer Høy=Hoy"),
    NamePool(
      "pl", [.init("Europe/Warsaw", minutes: 60)],
      given: "Łukasz=Lukasz Małgorzata=Malgorzata Paweł=Pawel Agnieszka Michał=Michal Jadwiga "
        + "Stanisław=Stanislaw Żaneta=Zaneta Grażyna=Grazyna Zbigniew Sława=Slawa Kacper Bożena=Bozena Wojciech "
        + "Róża=Roza Mateusz",
      family: "Wiśniak=Wisniak Wójcik=Wojcik Dąbek=Dabek Zając=Zajac Król=Krol Wróbel=Wrobel Stępień=Stepien "
        + "Pająk=Pajak Nowak Kołodziej=Kolodziej Gołąb=Golab Sęk=Sek Kozioł=Koziol Szczygieł=Szczygiel "
        + "Mróz=Mroz Bąk=Bak"),
    NamePool(
      "cs", [.init("Europe/Prague", minutes: 60)],
      given: "Božena=Bozena Zdeňka=Zdenka Kateřina=Katerina Růžena=Ruzena Alžběta=Alzbeta Žofie=Zofie Lenka "
        + "Štěpánka=Stepanka Tereza Vendula Jiřina=Jirina Markéta=Marketa",
      family: "Dvořáková=Dvorakova Svobodová=Svobodova Černá=Cerna Procházková=Prochazkova Horáková=Horakova "
        + "Němcová=Nemcova Šťastná=Stastna Říhová=Rihova Žáková=Zakova Kučerová=Kucerova Hájková=Hajkova "
        + "Krejčí=Krejci"),
    NamePool(
      "tr", [.init("Europe/Istanbul", minutes: 180)],
      given: "Çağla=Cagla Özgür=Ozgur Işıl=Isil Ümit=Umit Şebnem=Sebnem Gökhan=Gokhan Ayşe=Ayse "
        + "İbrahim=Ibrahim Tuğba=Tugba Oğuz=Oguz Zeynep Barış=Baris",
      family: "Yılmaz=Yilmaz Şahin=Sahin Öztürk=Ozturk Çelik=Celik Güneş=Gunes Kılıç=Kilic Doğan=Dogan "
        + "Aydın=Aydin Erdoğmuş=Erdogmus Koç=Koc Arslan Özdemir=Ozdemir"),
    NamePool(
      "vi", [.init("Asia/Ho_Chi_Minh", minutes: 420)],
      given: "Thị_Hương=Thi_Huong Văn_Dũng=Van_Dung Ngọc_Ánh=Ngoc_Anh Quốc_Việt=Quoc_Viet Mỹ_Linh=My_Linh "
        + "Đức_Thắng=Duc_Thang Thuỳ_Dương=Thuy_Duong Hữu_Nghĩa=Huu_Nghia Bích_Ngọc=Bich_Ngoc Tấn_Phát=Tan_Phat",
      family: "Nguyễn=Nguyen Trần=Tran Lê=Le Phạm=Pham Huỳnh=Huynh Vũ=Vu Đặng=Dang Bùi=Bui Đỗ=Do Hồ=Ho"),
    NamePool(
      "sw", [.init("Africa/Nairobi", minutes: 180), .init("Africa/Lagos", minutes: 60)],
      given: "Wanjiru Kamau Achieng Otieno Zawadi Baraka Neema Juma Chidi Ngozi Olúwaṣeun=Oluwaseun "
        + "Àdùkẹ́=Aduke",
      family: "Mwangi Odhiambo Njoroge Wekesa Kiprono Hassani Okonkwo Adéyẹmí=Adeyemi Balógun=Balogun Eze "
        + "Nwachukwu Mutua"),
  ]
}
