/// Texts of posts.
enum PostTexts {
  static let posts = [
    "Has anybody done the second part already? The case study took me a while.",
    "Here are my notes from this morning:\n- keep it short\n- ask early\n- write it down",
    "Merci à toutes et à tous pour cette session !",
    "Kurze Frage: gilt das auch für Teilzeitkräfte?",
    "I liked the example with the warehouse, \"we did it the other way round\" sounds familiar…",
    "¿Alguien tiene un buen ejemplo de la vida real?",
    "次回の勉強会は木曜日の15時からです。", "这个模块很实用，推荐给新同事。", "Спасибо, очень полезно!", "شكرا جزيلا على هذا الدرس",
    "बहुत उपयोगी पाठ था।", "Πολύ καλό μάθημα, ευχαριστώ!", "The link on slide 7 is broken, could you check it?",
    "Welcome to the team, Zoë & Łukasz! 🎉", "Could we have a shorter version for people in the field?",
    "We should repeat this every year, before the audit.", "My score went from 40 to 90 after the workshop 💪",
    "=SUM(A1:A3) is the formula that the quiz asks for, by the way.",
  ]

  static let replies = [
    "Good point, thanks!", "I agree.", "Yes: see chapter 3, there is a table.", "Non, pas encore, mais bientôt.",
    "Same here 🙂", "Das haben wir letzte Woche geklärt.", "ありがとうございます！", "Could you share it, please?",
    "Fixed, thank you.",
    "Let us talk about it on Monday.", "+1", "De nada.",
  ]

  static let corrections = [
    "Right idea. Name the deadline as well: 72 hours.", "Well argued; the second example does not fit, though.",
    "Please read the section on exceptions again and try once more.", "Très bien, rien à ajouter.",
    "Half of it is there: who has to be told, and when?",
  ]
}
