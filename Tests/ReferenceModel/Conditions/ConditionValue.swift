extension ReferencePlatform {
  /// What a condition compares: the exact value of a cell, before rounding.
  enum ConditionValue {
    case none
    case text(String)
    /// An id or the key of a status: compared as it is.
    case code(String)
    case names([String])
    /// A count, seconds, or a percentage in per cent.
    case number(Fraction)
    case instant(Int)
    /// `YYYY-MM-DD`.
    case date(String)

    static func whole(_ number: Int) -> Self { .number(Fraction(Int128(number), over: 1)) }
    static func mean(_ mean: Fraction?) -> Self { mean.map { .number($0) } ?? .none }
    static func text(orNone text: String?) -> Self { text.map { .text($0) } ?? .none }
    static func instant(orNone seconds: Int?) -> Self { seconds.map { .instant($0) } ?? .none }
  }

  /// A user's value in a column of a list of users or a report with one row per user.
  /// - Parameter filter: `time_spent`, `last_activity` and `direct_reports` "are those of the Users list, over all
  ///   facts, whatever the filters".
  func value(_ column: String, of user: User, _ filter: ReportFilter) -> ConditionValue {
    if column.hasPrefix("custom:"),
      let field = customFields.first(where: { equalByCodePoint("custom:\($0.id)", column) })
    {
      guard let value = user.customValues[field.id] else { return .none }
      return field.isDate ? .date(value) : .text(value)
    }
    switch column {
    case "last_name": return .text(user.lastName)
    case "first_name": return .text(user.firstName)
    case "email": return .text(user.email)
    case "title": return .text(orNone: user.title)
    case "language": return .text(orNone: user.language)
    case "additional_information": return .text(orNone: user.additionalInformation)
    case "managers":
      return .names(
        managers.filter { $0.user == user.id && $0.isOpen }.compactMap { self.user($0.manager) }
          .filter { $0.deletedAt == nil }.map(\.email))
    case "time_spent": return .whole(timeSpent(by: user.id))
    case "last_activity": return .instant(orNone: lastActivity(of: user.id))
    case "direct_reports": return .whole(directReports(of: user.id).count)
    case "registered_at": return .instant(user.createdAt)
    case "invited_by": return .text(orNone: inviterEmail(of: user))
    case "auto_delete_on": return user.autoDeleteOn.map { .date($0) } ?? .none
    default: return statistic(column, of: user, filter)
    }
  }

  private func statistic(_ column: String, of user: User, _ filter: ReportFilter) -> ConditionValue {
    if let total = UserTotal.all.first(where: { $0.key == column }) {
      return .mean(total.value(generalNumbers(of: user.id, filter: filter)))
    }
    let narrowed = narrowed(to: filter)
    switch column {
    case "publications": return .whole(narrowed.publications(of: user.id))
    case "comments": return .whole(narrowed.comments(of: user.id))
    case "reactions": return .whole(narrowed.reactions(of: user.id))
    default: preconditionFailure("no such column: \(column)")
    }
  }

  /// Whether a report with several rows per user has the column once per user.
  func isOfUser(_ column: String) -> Bool {
    ["last_name", "first_name", "email", "managers"].contains(column) || column.hasPrefix("custom:")
  }

  /// A row of course attempts.
  func json(_ attempt: Attempt) -> ExactJSON {
    let program = attempt.programSession.flatMap { programSessions[$0]?.name }
    return .object([
      "name": .text(orNull: courses.first { $0.id == attempt.course }?.name),
      "score": attempt.score.map { .hundredths($0) } ?? .null, "progress": .hundredths(attempt.progress),
      "started_at": .instant(attempt.startedAt), "last_activity_at": .instant(attempt.lastActivityAt),
      "time_spent": .whole(attempt.timeSpent), "language": .text(orNull: attempt.language),
      "program": .text(orNull: program ?? attempt.pathSession.flatMap { pathSessions[$0]?.name }),
    ])
  }

  /// A cell of a row with several rows per user. The scores of the sections are rounded, so they are computed again.
  func value(_ column: String, of row: ExactJSON, _ kind: ReportKind, of user: User) -> ConditionValue {
    func id(_ key: String) -> String? { if case .text(let id)? = row[key] { id } else { nil } }
    switch (kind, column) {
    case (.programSessions, "score"):
      return .mean(id("session").flatMap { standing(in: .program($0), for: user.id).score })
    case (.pathSessions, "score"): return .mean(id("session").flatMap { standing(in: .path($0), for: user.id).score })
    case (.answeredQuestions, "score"):
      let scores = answers[user.id, default: []].filter { $0.question == id("question") }.compactMap(\.score)
      return .mean(.mean(scores.map(Fraction.init(hundredths:))))
    case (.tags, "training_score"), (.tags, "assessment_score"), (.tags, "average_score"):
      return .mean(tagScore(column, id("tag") ?? "", of: user))
    default: break
    }
    switch row[column] ?? .null {
    case .text(let text) where ["status", "session", "question", "tag"].contains(column): return .code(text)
    case .text(let text) where column.hasSuffix("_at") || column == "last_activity":
      return .instant(Instants.seconds(text))
    case .text(let text): return .text(text)
    case .hundredths(let number): return .number(Fraction(hundredths: number))
    default: return .none
    }
  }

  private func tagScore(_ column: String, _ tag: String, of user: User) -> Fraction? {
    let training = answers[user.id, default: []].filter { questions[$0.question]?.tags.contains(tag) == true }
    let results = assessmentResults[user.id, default: []].filter {
      assessments[$0.assessment]?.tags.contains(tag) == true
    }
    let means = [
      Fraction.mean(training.compactMap(\.score).map(Fraction.init(hundredths:))),
      Fraction.mean(results.compactMap(\.score).map(Fraction.init(hundredths:))),
    ]
    return switch column {
    case "training_score": means[0]
    case "assessment_score": means[1]
    default: .mean(means.compactMap(\.self))
    }
  }
}
