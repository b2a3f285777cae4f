import Foundation

// "`/questions/{id}`: the question as asked; per choice: answers that contain it, and their share; for other types the
// 20 most frequent responses; mean score of each user's first, second, third, and fourth and later answers."

extension ReferencePlatform {
  func questionLines(_ id: String, _ users: [User]) -> [String] {
    guard let question = questions[id] else { return [] }
    let given = users.map { (user: $0, answers: answers(to: id, by: $0)) }
    let rows = given.map { user, answers in
      row(
        user,
        [
          mean(answers.map(\.scorePart)), .whole(answers.count),
          .instant(answers.map(\.answeredAt).max()),
        ])
    }
    let all = given.flatMap(\.answers)
    let scored = all.compactMap(\.score)
    let full = scored.isEmpty ? nil : Fraction(Int128(scored.count { $0 == 10_000 }) * 100, over: Int128(scored.count))
    let first = given.map { _, answers in answers.first { $0.score != nil }?.scorePart }
    let tries = (1...4).compactMap { number -> String? in
      let made = given.flatMap { _, answers in answers.dropFirst(number - 1).prefix(number < 4 ? 1 : Int.max) }
      if made.isEmpty { return nil }
      return "by_try \(number) \(number) \(mean(made.map(\.scorePart)).compareForm) \(made.count)"
    }
    let figures = [
      figure("question_users", .whole(users.count)), figure("question_total_answers", .whole(all.count)),
      figure("question_mean_score", mean(all.map(\.scorePart))), figure("question_first_score", mean(first)),
      figure("question_full_score_rate", .mean(full)),
    ]
    let spread = isChosen(question) ? choiceLines(question, all) : responseLines(all)
    return rows + figures + tries + spread
  }

  private func isChosen(_ question: Question) -> Bool {
    ["choice", "true-false", "likert"].contains(question.interaction)
  }

  private func choiceLines(_ question: Question, _ answers: [Answer]) -> [String] {
    if answers.isEmpty { return [] }
    let offered = question.interaction == "true-false" ? ["true", "false"] : choices(of: question)
    let chosen = answers.map { Set(($0.response ?? "").components(separatedBy: "[,]").filter { !$0.isEmpty }) }
    return Set(offered + chosen.flatMap(\.self)).map { choice in
      let count = chosen.count { $0.contains(choice) }
      return "choices \(choice) \(count)"
    }
  }

  private func choices(of question: Question) -> [String] {
    let read = question.choices.flatMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) } as? [[String: Any]]
    return (read ?? []).compactMap { $0["id"] as? String }
  }

  private func responseLines(_ answers: [Answer]) -> [String] {
    let counts = Dictionary(grouping: answers.compactMap(\.response)) { $0 }.mapValues(\.count)
    let order = counts.sorted { $0.value == $1.value ? precedesByCodePoint($0.key, $1.key) : $0.value > $1.value }
    return order.prefix(20).map { "responses \($0.key) \(ExactJSON.text($0.key).compareForm) \($0.value)" }
  }
}

extension ReferencePlatform.Answer {
  fileprivate var scorePart: Fraction? { score.map(Fraction.init(hundredths:)) }
}
