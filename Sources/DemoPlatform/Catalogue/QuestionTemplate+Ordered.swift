/// Questions about pairs, orders and steps.
extension QuestionTemplate {
  static let ordered = [
    QuestionTemplate(
      "matching", "Match each role with its part in %.",
      choices: pairs(["Manager", "Expert", "Learner"], ["decides", "explains", "asks"]),
      correct: "s1[.]t1[,]s2[.]t2[,]s3[.]t3", right: ["s1[.]t1[,]s2[.]t2[,]s3[.]t3"],
      wrong: [.init("s1[.]t2[,]s2[.]t1[,]s3[.]t3", 3333), .init("s1[.]t3[,]s2[.]t1[,]s3[.]t2"), .init("s1[.]t1", 3333)]),
    QuestionTemplate(
      "matching", "% : associez chaque terme à sa définition.",
      choices: pairs(["Risque", "Mesure"], ["ce qui peut arriver", "ce que l'on fait"]),
      correct: "s1[.]t1[,]s2[.]t2", right: ["s1[.]t1[,]s2[.]t2", "s2[.]t2[,]s1[.]t1"],
      wrong: [.init("s1[.]t2[,]s2[.]t1")]),
    QuestionTemplate(
      "sequencing", "Put the four phases of % into their order.",
      choices: list(["do", "act", "plan", "check"], ["Do", "Act", "Plan", "Check"]),
      correct: "plan[,]do[,]check[,]act", right: ["plan[,]do[,]check[,]act"],
      wrong: [
        .init("plan[,]do[,]act[,]check", 5000), .init("do[,]plan[,]check[,]act", 5000),
        .init("act[,]check[,]do[,]plan"),
      ]),
    QuestionTemplate(
      "sequencing", "%：正しい順番に並べてください。",
      choices: list(["a", "b", "c"], ["準備する", "実行する", "振り返る"]), correct: "a[,]b[,]c", right: ["a[,]b[,]c"],
      wrong: [.init("b[,]a[,]c", 3333), .init("c[,]b[,]a", 3333), .init("b[,]c[,]a")]),
    QuestionTemplate(
      "performance", "Walk through a case of % in the simulator: prepare it, measure once, finish.",
      choices: list(
        ["prepare", "measure", "finish"], ["Prepare the case", "Measure (1 to 3 times)", "Finish in time"]),
      correct: "prepare[.]done[,]measure[.]1[:]3[,]finish[.]done",
      right: ["prepare[.]done[,]measure[.]1[,]finish[.]done", "prepare[.]done[,]measure[.]3[,]finish[.]done"],
      wrong: [
        .init("prepare[.]done[,]measure[.]7[,]finish[.]done", 6667),
        .init("prepare[.]skipped[,]measure[.]0[,]finish[.]late"),
      ]),
  ]

  /// Choices for `matching`: an object with the sources s1, s2… and the targets t1, t2….
  private static func pairs(_ source: [String], _ target: [String]) -> String {
    let sources = list(source.indices.map { "s\($0 + 1)" }, source)
    let targets = list(target.indices.map { "t\($0 + 1)" }, target)
    return "{\"source\":\(sources),\"target\":\(targets)}"
  }
}
