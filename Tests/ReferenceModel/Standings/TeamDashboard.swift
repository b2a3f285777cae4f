extension ReferencePlatform {
  /// The object of `GET /api/v1/users/{id}/team`; `nil` if the viewer may not have it. "A manager: their own. Coaches,
  /// group administrators, platform administrators and the owner: that of any of *their* users; it lists only reports
  /// who are also among the viewer's users, and says how many it leaves out."
  package func team(of manager: String, viewer: String) -> ExactJSON? {
    guard mayOpenTeam(of: manager, viewer: viewer), let user = user(manager) else { return nil }
    let all = Set(directReports(of: manager))
    let listed = scope(of: viewer, tab: .current).filter { all.contains($0.id) }
    return .object([
      "manager": .object([
        "id": .text(user.id), "first_name": .text(user.firstName), "last_name": .text(user.lastName),
      ]),
      "reports": .list(listed.map(reportRow)),
      "total": total(of: listed.map(\.id)),
      "left_out": .whole(all.count - listed.count),
    ])
  }

  private func mayOpenTeam(of manager: String, viewer: String) -> Bool {
    let roles = roles(of: viewer)
    if manager == viewer, !roles.directReports.isEmpty { return true }
    let opensOthers = roles.seesEverybody || !roles.administered.isEmpty || !roles.coached.isEmpty
    return opensOthers && Tab.allCases.contains { tab in scope(of: viewer, tab: tab).contains { $0.id == manager } }
  }

  private func reportRow(_ user: User) -> ExactJSON {
    let numbers = generalNumbers(of: user.id)
    return .object([
      "id": .text(user.id), "first_name": .text(user.firstName), "last_name": .text(user.lastName),
      "email": .text(user.email), "time_spent": .whole(timeSpent(by: user.id)),
      "last_activity": .instant(lastActivity(of: user.id)), "average_score": .mean(numbers.averageScore),
      "completed_programs": .whole(numbers.completedPrograms), "assigned_programs": .whole(numbers.assignedPrograms),
      "sessions_ending": .list(sessionsEnding(of: user.id)), "overdue_steps": .whole(overdueSteps(of: user.id)),
    ])
  }

  private func total(of users: [String]) -> ExactJSON {
    let numbers = users.map { generalNumbers(of: $0) }
    let counts: [String: Int] = [
      "completed_programs": numbers.reduce(0) { $0 + $1.completedPrograms },
      "assigned_programs": numbers.reduce(0) { $0 + $1.assignedPrograms },
      "sessions_ending": users.reduce(0) { $0 + sessionsEnding(of: $1).count },
      "overdue_steps": users.reduce(0) { $0 + overdueSteps(of: $1) },
    ]
    let time = users.reduce(0) { $0 + timeSpent(by: $1) }
    var sums: [String: ExactJSON] = ["time_spent": .whole(time)]
    var means: [String: ExactJSON] = ["average_score": .mean(Fraction.mean(users.flatMap(scores)))]
    // Whole seconds, half away from zero.
    means["time_spent"] = users.isEmpty ? .null : .whole((2 * time + users.count) / (2 * users.count))
    for (key, count) in counts {
      sums[key] = .whole(count)
      means[key] = users.isEmpty ? .null : .mean(Fraction(Int128(count), over: Int128(users.count)))
    }
    return .object(["reports": .whole(users.count), "sum": .object(sums), "mean": .object(means)])
  }

  private func scores(of user: String) -> [Fraction] {
    let results = assessmentResults[user, default: []].compactMap(\.score)
    return (attempts[user, default: []].compactMap(\.score) + results).map(Fraction.init(hundredths:))
  }

  /// Sessions with an open enrolment that end in (now, now + 30 × 86 400 s] and are not at progress 100.
  private func sessionsEnding(of user: String) -> [ExactJSON] {
    Set(enrolments[user, default: []].filter(\.isOpen).map(\.session)).compactMap { reference in
      let (kind, session) =
        switch reference {
        case .program(let id): ("program", programSessions[id])
        case .path(let id): ("path", pathSessions[id])
        }
      guard let session, let endsAt = session.endsAt, endsAt > now, endsAt <= now + 30 * 86_400,
        standing(in: reference, for: user).progress != 100
      else { return nil }
      return .object([
        "kind": .text(kind), "id": .text(session.id), "name": .text(session.name), "ends_at": .instant(endsAt),
      ])
    }
  }

  /// Steps that make a path *Late*, in path sessions with an open enrolment that have begun and have not ended.
  private func overdueSteps(of user: String) -> Int {
    let open = enrolments[user, default: []].filter(\.isOpen)
    return Set(open.map(\.session)).reduce(0) { count, reference in
      guard case .path(let id) = reference, let session = pathSessions[id], session.startsAt ?? now <= now,
        session.endsAt ?? .max > now
      else { return count }
      let enrolled = open.filter { $0.session == reference }.map(\.enrolledAt).min() ?? 0
      let start = max(enrolled, session.startsAt ?? enrolled)
      return count
        + standing(in: reference, for: user).mandatory.count { step in
          !step.isDone && step.block.dueAfterDays.map { start + $0 * 86_400 < now } == true
        }
    }
  }
}
