/// Questions with a correct answer to choose or to type.
extension QuestionTemplate {
  static let closed = [
    QuestionTemplate(
      "true-false", "True or false: %, done well, is everybody's job and not only the specialist's.", correct: "true",
      right: ["true"], wrong: [.init("false")]),
    QuestionTemplate(
      "true-false", "True or false: what was right about % five years ago is right today.", correct: "false",
      right: ["false"], wrong: [.init("true")]),
    QuestionTemplate(
      "choice", "Who is the first person to ask about %?",
      choices: choices(
        "A colleague on the same shift", "The person named in the intranet", "Nobody", "The press office"),
      correct: "b", right: ["b"], wrong: [.init("a"), .init("c"), .init("d")]),
    QuestionTemplate(
      "choice", "Which two of these belong to good %? Choose both.",
      choices: choices("Preparation", "Luck", "Follow-up", "Haste"), correct: "a[,]c", right: ["a[,]c", "c[,]a"],
      wrong: [.init("a", 5000), .init("a[,]b", 5000), .init("b[,]d"), .init("a[,]b[,]c", 6667)]),
    QuestionTemplate(
      "choice", "%: welches Vorgehen ist \"richtig\"?",
      choices: choices("Zuerst fragen, dann handeln", "Zuerst handeln, dann fragen", "Weder noch"), correct: "a",
      right: ["a"], wrong: [.init("b"), .init("c")]),
    QuestionTemplate(
      "fill-in", "Complete: the first rule of % is to ask ___.", correct: "{case_matters=false}questions",
      right: ["questions", "Questions", "QUESTIONS"], wrong: [.init("money"), .init("question", 5000), .init("?")]),
    QuestionTemplate(
      "fill-in", "Which two words, in this order, close every checklist on %?", correct: "check[,]sign",
      right: ["check[,]sign"], wrong: [.init("sign[,]check", 5000), .init("check[,]", 5000), .init("over[,]out")]),
    QuestionTemplate(
      "numeric", "Within how many hours does an incident about % have to be reported? (72 at most)", correct: "1[:]72",
      right: ["24", "48", "72"], wrong: [.init("96"), .init("0"), .init("720")]),
    QuestionTemplate(
      "numeric", "How many minutes a week should a team set aside for %?", correct: "30",
      right: ["30"], wrong: [.init("5"), .init("29.5", 5000), .init("300")]),
    QuestionTemplate(
      "likert", "How confident do you feel about % now?",
      choices: list(
        ["likert_0", "likert_1", "likert_2", "likert_3"], ["Not at all", "A little", "Fairly", "Very"]),
      right: ["likert_0", "likert_1", "likert_2", "likert_3", "likert_3"], isScored: false),
  ]
}
