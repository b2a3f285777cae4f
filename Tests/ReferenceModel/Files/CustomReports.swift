/// Custom reports of all types: the rows of each, by the definitions of `statistics.md` and `access.md`.
extension ReferencePlatform {
  package enum ReportKind: String, CaseIterable, Sendable {
    case generalStats = "general-stats"
    case users
    case collaborativeActivities = "collaborative-activities"
    case registrations
    case programSessions = "program-sessions"
    case pathSessions = "path-sessions"
    case courseAttempts = "course-attempts"
    case answeredQuestions = "answered-questions"
    case certificates, tags

    package var takesSessions: Bool {
      [.generalStats, .users, .programSessions, .pathSessions, .courseAttempts, .certificates].contains(self)
    }
    package var takesDates: Bool { ![.programSessions, .pathSessions].contains(self) }

    /// The filter without the parts that the type does not support.
    package func fitting(_ filter: ReportFilter) -> ReportFilter {
      var filter = filter
      if !takesSessions { filter.sessions = [] }
      if !takesDates { (filter.from, filter.to) = (nil, nil) }
      return filter
    }
  }

  /// The file with its usual columns; `nil` if the viewer may not have it: "their users who are not deleted", and for
  /// types with a separate file, only the users of that file.
  package func customReport(_ kind: ReportKind, viewer: String, filter: ReportFilter) -> [[String]]? {
    guard roles(of: viewer).opensUsers else { return nil }
    var users = reportedUsers(viewer: viewer, filter: filter)
    switch kind {
    case .generalStats: return generalStatsFile(viewer: viewer, filter: filter)
    case .collaborativeActivities:
      guard let others = collaborativeScope(of: viewer) else { return nil }
      users = users.filter { user in others.contains { $0.id == user.id } }
    case .registrations:
      guard let others = membersScope(of: viewer) else { return nil }
      users = users.filter { user in others.contains { $0.id == user.id } && isInRange(user.createdAt, of: filter) }
    default: break
    }
    let custom = customFieldColumns(filter.fields)
    let groups = kind == .users ? groupColumns(for: viewer) : []
    let narrowed = narrowed(to: filter)
    let rows = users.flatMap { user in
      narrowed.rows(kind, of: user, filter, on: self).map { row in
        lead(kind, of: user) + custom.map { customCell($0, of: user) } + trail(kind, of: user) + row
          + groupCells(groups, of: user)
      }
    }
    return [header(kind, custom.map { Cell.text($0.title) }) + groups.map { Cell.text($0.header) }] + rows
  }

  /// "Only facts dated in the range" and "only facts that name one of them"; posts, reactions and answers name none.
  func narrowed(to filter: ReportFilter) -> ReferencePlatform {
    var platform = self
    func isKept(_ fact: any SessionFact, _ instant: Int) -> Bool {
      namesChosenSession(fact, of: filter) && isInRange(instant, of: filter)
    }
    platform.attempts = attempts.mapValues { $0.filter { isKept($0, $0.lastActivityAt) } }
    platform.assessmentResults = assessmentResults.mapValues { $0.filter { isKept($0, $0.assessedAt) } }
    platform.certificates = certificates.mapValues { $0.filter { isKept($0, $0.deliveredAt) } }
    platform.answers = answers.mapValues { $0.filter { isInRange($0.answeredAt, of: filter) } }
    platform.posts = posts.filter { isInRange($0.createdAt, of: filter) }
    platform.reactions = reactions.filter { isInRange($0.createdAt, of: filter) }
    return platform
  }

  private func lead(_ kind: ReportKind, of user: User) -> [String] {
    let first = [user.firstName, user.lastName, user.email].map(Cell.text)
    return switch kind {
    case .users: first + [Cell.text(user.title)]
    case .collaborativeActivities, .registrations: first
    default: [first[1], first[0], first[2]]
    }
  }

  private func trail(_ kind: ReportKind, of user: User) -> [String] {
    [.users, .collaborativeActivities].contains(kind) ? [Cell.text(user.additionalInformation)] : []
  }

  private func header(_ kind: ReportKind, _ custom: [String]) -> [String] {
    let names = ["First name", "Last name", "Email"]
    let lead = ["Last name", "First name", "Email"]
    return switch kind {
    case .generalStats: []
    case .users:
      names + ["Title / Employment"] + custom + [
        "Additional information", "Time spent", "Last activity", "Direct report",
      ]
    case .collaborativeActivities:
      names + custom + ["Additional information", "Publications", "Comments", "Reactions"]
    case .registrations: names + custom + ["Registr. at", "Invited by", "Auto deletion"]
    case .programSessions: lead + custom + ["Name", "Progress", "Score", "Time spent", "End", "Last activity"]
    case .pathSessions:
      lead + custom + ["Name", "Session name", "Progress", "Status", "Time spent", "Score", "Validation date"]
    case .courseAttempts: lead + custom + ["Name", "Score", "Date", "Time", "Progress", "Language", "Program"]
    case .answeredQuestions: lead + custom + ["Question", "Score", "Answer count", "Last activity"]
    case .certificates:
      lead + custom + ["Name", "Path name", "Path session", "Status", "Delivery date", "Expiration date"]
    case .tags: lead + custom + ["Name", "Training score", "Assessment score", "Average score", "Work by tag"]
    }
  }
}

extension ReferencePlatform.Certificate: SessionFact {}

// The rows of one user, after the leading fields.

extension ReferencePlatform {
  /// - Parameter whole: the platform with the facts that the filter drops.
  fileprivate func rows(
    _ kind: ReportKind, of user: User, _ filter: ReportFilter, on whole: ReferencePlatform
  ) -> [[String]] {
    func cells(_ keys: String...) -> [[String]] {
      records(kind, of: user, filter, on: whole).map { row in keys.map { cell($0, row[$0] ?? .null) } }
    }
    switch kind {
    case .users, .collaborativeActivities, .registrations:
      guard satisfies(filter.conditions, { whole.value($0, of: user, filter) }) else { return [] }
    default: break
    }
    return switch kind {
    case .generalStats: []
    case .users:
      [
        [
          Cell.duration(timeSpent(by: user.id)),
          lastActivity(of: user.id).map { Instants.cell($0, in: timeZone) } ?? "",
          String(directReports(of: user.id).count),
        ]
      ]
    case .collaborativeActivities:
      [[publications(of: user.id), comments(of: user.id), reactions(of: user.id)].map { String($0) }]
    case .registrations:
      [
        [
          Instants.cell(user.createdAt, in: timeZone), Cell.text(inviterEmail(of: user)),
          user.autoDeleteOn.map(Instants.dateCell) ?? "",
        ]
      ]
    case .courseAttempts: cells("name", "score", "last_activity_at", "time_spent", "progress", "language", "program")
    case .programSessions: cells("name", "progress", "score", "time_spent", "ends_at", "last_activity")
    case .pathSessions: cells("name", "session_name", "progress", "status", "time_spent", "score", "validated_at")
    case .answeredQuestions: cells("statement", "score", "answers", "last_activity")
    case .certificates: cells("name", "path_name", "path_session", "status", "delivered_at", "expires_at")
    case .tags: cells("name", "training_score", "assessment_score", "average_score", "work")
    }
  }

  /// The rows of one user in a report with several, in its order.
  /// - Parameter whole: the platform with the facts that the filter drops.
  func records(
    _ kind: ReportKind, of user: User, _ filter: ReportFilter, on whole: ReferencePlatform
  ) -> [ExactJSON] {
    all(kind, of: user).filter { row in
      let session = row["session"]?.plain ?? ""
      let isChosen =
        switch kind {
        case .programSessions: filter.sessions.isEmpty || filter.sessions.contains { $0.text == "program:\(session)" }
        case .pathSessions: filter.sessions.isEmpty || filter.sessions.contains { $0.text == "path:\(session)" }
        default: true
        }
      return isChosen
        && satisfies(filter.conditions) {
          isOfUser($0) ? whole.value($0, of: user, filter) : value($0, of: row, kind, of: user)
        }
    }
  }

  private func all(_ kind: ReportKind, of user: User) -> [ExactJSON] {
    if kind == .courseAttempts {
      return attempts[user.id, default: []].sorted { a, b in
        a.lastActivityAt == b.lastActivityAt ? precedesByCodePoint(a.id, b.id) : a.lastActivityAt > b.lastActivityAt
      }.map(json)
    }
    let sections: [ReportKind: String] = [
      .programSessions: "programs", .pathSessions: "paths", .answeredQuestions: "questions",
      .certificates: "certificates", .tags: "tags",
    ]
    guard let name = sections[kind], case .list(let rows)? = statistics(of: user.id)[name] else { return [] }
    return rows
  }

  private func cell(_ key: String, _ value: ExactJSON) -> String {
    switch value {
    case .text(let text) where key == "status": Self.statuses[text] ?? text
    case .text(let text) where key.hasSuffix("_at") || key == "last_activity":
      Instants.cell(Instants.seconds(text), in: timeZone)
    case .text(let text): Cell.text(text)
    case .hundredths(let number): key == "time_spent" ? Cell.duration(number / 100) : Hundredths.text(number)
    default: ""
    }
  }

  static let statuses = [
    "successful": "Successful", "not_open": "Pending session opening", "unsuccessful": "Unsuccessful",
    "to_retake": "To retake", "awaiting_correction": "Awaiting correction", "late": "Late", "on_time": "On time",
    "not_started": "Not yet started", "valid": "Valid", "expiring_soon": "Expiring soon", "expired": "Expired",
  ]
}

extension ExactJSON {
  fileprivate var plain: String { if case .text(let text) = self { text } else { "" } }
}
