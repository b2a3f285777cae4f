extension ReferencePlatform {
  /// A user's standing, as far as sums need it.
  struct Value {
    let user: User
    /// Hundredths of a percent.
    let progress: Int?
    let score: Fraction?

    var progressPart: Fraction? { progress.map(Fraction.init(hundredths:)) }
  }

  func row(_ user: User, _ cells: [ExactJSON]) -> String {
    "row \(user.id) " + cells.map(\.compareForm).joined(separator: " ")
  }

  func figure(_ key: String, _ value: ExactJSON) -> String { "figure \(key) \(value.compareForm)" }

  /// Of the existing ones.
  func mean(_ values: [Fraction?]) -> ExactJSON { .mean(.mean(values.compactMap(\.self))) }

  /// "Even number: mean of the two middle ones, rounded half away from zero to a second."
  func median(_ values: [Int]) -> Int? {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return nil }
    let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
    return (low + high + 1) / 2
  }

  /// 0 %, 1–24, 25–49, 50–74, 75–99, 100, in whole percents rounded down.
  func levels(_ values: [Value]) -> [String] {
    let percents = values.compactMap { $0.progress.map { $0 / 100 } }
    if percents.isEmpty { return [] }
    return [0...0, 1...24, 25...49, 50...74, 75...99, 100...100].enumerated().map { level, band in
      "levels \(level) \(percents.count { band.contains($0) })"
    }
  }

  func results(_ values: [Value]) -> [String] {
    groups.compactMap { group in
      let members = values.filter { value in openMemberships(of: value.user.id).contains { $0.group == group.id } }
      if members.isEmpty { return nil }
      let progress = mean(members.map(\.progressPart)).compareForm
      return "results \(group.id) \(members.count) \(progress) \(mean(members.map(\.score)).compareForm)"
    }
  }

  func groupLines(_ id: String, _ users: [User], _ viewer: String) -> [String] {
    let numbers = users.map { (user: $0, numbers: generalNumbers(of: $0.id)) }
    let rows = numbers.map { user, numbers in
      row(
        user,
        [
          .whole(timeSpent(by: user.id)), .instant(lastActivity(of: user.id)), .mean(numbers.averageScore),
          .whole(numbers.completedCourses), .whole(numbers.completedPrograms), .whole(numbers.assignedPrograms),
          .whole(numbers.messages),
        ])
    }
    // "Means are never averaged again": the members' scores are pooled.
    let scores = users.flatMap { user in
      attempts[user.id, default: []].compactMap(\.score) + assessmentResults[user.id, default: []].compactMap(\.score)
    }
    func sum(_ value: (GeneralNumbers) -> Int) -> ExactJSON { .whole(numbers.map { value($0.numbers) }.reduce(0, +)) }
    let figures: [(String, ExactJSON)] = [
      ("group_members", .whole(users.count)), ("average_score", mean(scores.map(Fraction.init(hundredths:)))),
      ("time_spent", .whole(users.map { timeSpent(by: $0.id) }.reduce(0, +))),
      ("total_time_spent", sum(\.totalTimeSpent)), ("completed_courses", sum(\.completedCourses)),
      ("attended_classrooms", sum(\.attendedClassrooms)), ("completed_paths", sum(\.completedPaths)),
      ("assigned_paths", sum(\.assignedPaths)), ("completed_programs", sum(\.completedPrograms)),
      ("assigned_programs", sum(\.assignedPrograms)),
      ("answered_questions", .whole(users.map { answers[$0.id, default: []].count }.reduce(0, +))),
      ("messages", sum(\.messages)),
    ]
    let below = groups.filter { $0.parent == id && mayOpen(.group($0.id), viewer: viewer) }
    return rows + figures.map(figure)
      + below.map { "subgroups \($0.id) \(pageUsers(.group($0.id), viewer: viewer).count)" }
  }
}
