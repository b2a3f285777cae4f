/// Names in the scripts of South, South-East and East Asia.
extension NamePool {
  static let asian = [
    NamePool(
      "hi", [.init("Asia/Kolkata", minutes: 330)],
      given: "आरव=Aarav प्रिया=Priya विक्रम=Vikram अनन्या=Ananya रोहन=Rohan दीपिका=Deepika संजय=Sanjay "
        + "मीरा=Meera अर्जुन=Arjun कविता=Kavita राहुल=Rahul सुनीता=Sunita",
      family: "शर्मा=Sharma वर्मा=Verma सिंह=Singh गुप्ता=Gupta मिश्रा=Mishra जोशी=Joshi चौधरी=Chaudhary "
        + "यादव=Yadav त्रिपाठी=Tripathi कुमार=Kumar अग्रवाल=Agarwal मेहता=Mehta"),
    NamePool(
      "ta", [.init("Asia/Kolkata", minutes: 330), .init("Asia/Colombo", minutes: 330)],
      given: "கார்த்திக்=Karthik மீனாட்சி=Meenakshi முருகன்=Murugan லட்சுமி=Lakshmi செந்தில்=Senthil "
        + "கவிதா=Kavitha அருண்=Arun தமிழ்ச்செல்வி=Tamilselvi",
      family: "சுப்பிரமணியன்=Subramanian ராமசாமி=Ramasamy நடராஜன்=Natarajan கிருஷ்ணன்=Krishnan வேலு=Velu "
        + "பழனிச்சாமி=Palanisamy"),
    NamePool(
      "bn", [.init("Asia/Dhaka", minutes: 360)],
      given: "রহিম=Rahim সুমাইয়া=Sumaiya অনির্বাণ=Anirban শর্মিলা=Sharmila তানভীর=Tanvir নুসরাত=Nusrat "
        + "সৌরভ=Sourav মিতা=Mita",
      family: "চক্রবর্তী=Chakraborty হোসেন=Hossain মুখোপাধ্যায়=Mukhopadhyay আহমেদ=Ahmed দাস=Das সরকার=Sarkar"),
    NamePool(
      "th", [.init("Asia/Bangkok", minutes: 420)],
      given: "สมชาย=Somchai กนกวรรณ=Kanokwan ณัฐพล=Nattapon พิมพ์ชนก=Pimchanok วีรยุทธ=Weerayut อรุณี=Arunee "
        + "ธนพล=Thanapon สุดา=Suda",
      family: "ศรีสุข=Srisuk จันทร์ดี=Chandee วงศ์ใหญ่=Wongyai แก้วมณี=Kaewmanee ทองคำ=Thongkham "
        + "บุญเรือง=Boonrueang"),
    NamePool(
      "zh-Hans", [.init("Asia/Shanghai", minutes: 480), .init("Asia/Singapore", minutes: 480)],
      given: "伟=Wei 秀英=Xiuying 磊=Lei 静怡=Jingyi 浩然=Haoran 雨欣=Yuxin 建国=Jianguo 梓涵=Zihan 晓明=Xiaoming 丽娜=Lina "
        + "志强=Zhiqiang 思远=Siyuan",
      family: "王=Wang 李=Li 张=Zhang 刘=Liu 陈=Chen 杨=Yang 赵=Zhao 黄=Huang 欧阳=Ouyang 吴=Wu 司马=Sima 徐=Xu"),
    NamePool(
      "zh-Hant", [.init("Asia/Taipei", minutes: 480), .init("Asia/Hong_Kong", minutes: 480)],
      given: "怡君=Yi-Chun 家豪=Chia-Hao 淑芬=Shu-Fen 志偉=Chih-Wei 雅婷=Ya-Ting 冠宇=Kuan-Yu 詠詩=Wing-Sze 嘉欣=Ka-Yan",
      family: "林=Lin 蔡=Tsai 鄭=Cheng 謝=Hsieh 許=Hsu 張簡=Chang-Chien 廖=Liao 葉=Yeh"),
    NamePool(
      "ja", [.init("Asia/Tokyo", minutes: 540)],
      given: "翔太=Shota さくら=Sakura 健一=Kenichi 美咲=Misaki 大輔=Daisuke 陽子=Yoko エミ=Emi 拓海=Takumi 結衣=Yui 直樹=Naoki "
        + "千尋=Chihiro 蓮=Ren",
      family: "佐藤=Sato 鈴木=Suzuki 髙橋=Takahashi 渡邉=Watanabe 小林=Kobayashi 長谷川=Hasegawa 五十嵐=Igarashi 藤井=Fujii "
        + "山本=Yamamoto 中村=Nakamura 井上=Inoue 東海林=Shoji"),
    NamePool(
      "ko", [.init("Asia/Seoul", minutes: 540)],
      given: "민준=Minjun 서연=Seoyeon 지훈=Jihun 하은=Haeun 도윤=Doyun 수빈=Subin 현우=Hyunwoo 유진=Yujin 은지=Eunji "
        + "태형=Taehyung",
      family: "김=Kim 이=Lee 박=Park 최=Choi 정=Jung 남궁=Namgung 강=Kang 윤=Yoon 한=Han 신=Shin"),
  ]
}
