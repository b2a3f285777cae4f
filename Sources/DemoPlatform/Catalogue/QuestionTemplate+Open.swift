/// Questions whose answers a person corrects, and other special ones.
extension QuestionTemplate {
  static let open = [
    QuestionTemplate(
      "long-fill-in", "Describe in a few sentences where % matters in your own work.",
      right: [
        "Every morning at the handover: whoever leaves tells the next one what is still open.",
        "With suppliers. We had a case in March, and since then we write everything down.",
        "Chez nous, c'est surtout au moment de la livraison, avec le client à côté.",
        "お客様との最初の打ち合わせで特に大切だと思います。",
      ],
      wrong: [.init("Nowhere, really.", 1000), .init("See above", 0), .init("I would have to think about it.", 4000)],
      isOpen: true),
    QuestionTemplate(
      "long-fill-in", "A colleague says: \"% is a waste of time.\" What do you answer?",
      correct: "{lang=en}An answer that names a risk and an example",
      right: [
        "I'd tell them about last year's audit, and what it cost us.",
        "Ask what happened, listen, then show an example.",
      ],
      wrong: [.init("You are right.", 0), .init("Talk to my boss, not to me.", 2500)], isOpen: true),
    QuestionTemplate(
      "other", "Mark on the site map where you would put the notice about %.", correct: "(48.137154,11.576124)",
      right: ["(48.137154,11.576124)", "(48.13714,11.57611)"], wrong: [.init("(0,0)"), .init("(47.9,11.2)", 2500)]),
    QuestionTemplate(
      "other", "Upload a photograph or a sketch that shows % at your workplace.",
      right: ["https://files.example.com/upload/sketch.png", "https://files.example.com/upload/photo.jpg"],
      wrong: [.init("https://files.example.com/upload/empty.txt", 0)], isOpen: true),
  ]
}
