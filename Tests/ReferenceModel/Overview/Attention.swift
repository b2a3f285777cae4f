/// A row of a list of what needs attention now (insights.md §4).
package struct AttentionRow: Sendable {
  package let user: String
  /// The smallest comes first.
  let urgency: Int
  /// Breaks ties between rows of a user.
  let id: String
  /// What the row says in addition to the user, as in the API.
  package let cells: [String: ExactJSON]
}

extension ReferencePlatform {
  /// The names of the lists in addresses.
  package static let attentionLists = ["expiring", "expired", "overdue", "ending", "not-started", "inactive"]

  /// The figures as of now; `nil` if the viewer may not have them.
  package func attentionFigures(viewer: String, _ filter: ReportFilter = ReportFilter()) -> [String: Int]? {
    guard roles(of: viewer).opensUsers else { return nil }
    let rows = Dictionary(
      uniqueKeysWithValues: Self.attentionLists.map { ($0, attention($0, viewer: viewer, filter) ?? []) })
    func count(_ list: String) -> Int { rows[list, default: []].count }
    return [
      "certificates_expiring": count("expiring"), "certificates_expired": count("expired"),
      "overdue_steps": count("overdue"), "overdue_users": Set(rows["overdue", default: []].map(\.user)).count,
      "sessions_ending": count("ending"), "not_started": count("not-started"), "inactive_users": count("inactive"),
    ]
  }

  /// Whether the user has an open membership in the group or in one below it.
  package func isMember(_ user: String, ofOrBelow group: String) -> Bool {
    let groups = groupsFrom(group)
    return openMemberships(of: user).contains { groups.contains($0.group) }
  }

  /// The rows of a list, "most urgent first"; ties by last name, first name, id, then the row's own id. `nil` if the
  /// viewer may not have it.
  package func attention(_ list: String, viewer: String, _ filter: ReportFilter = ReportFilter()) -> [AttentionRow]? {
    guard roles(of: viewer).opensUsers else { return nil }
    let users = generalStatsUsers(viewer: viewer, filter: filter)
    let rows = users.flatMap { user -> [AttentionRow] in
      attentionRows(list, of: user.id).sorted { precedesByCodePoint($0.id, $1.id) }
    }
    let numbered: [(place: Int, row: AttentionRow)] = rows.enumerated().map { ($0.offset, $0.element) }
    return numbered.sorted { ($0.row.urgency, $0.place) < ($1.row.urgency, $1.place) }.map(\.row)
  }

  private func attentionRows(_ list: String, of user: String) -> [AttentionRow] {
    switch list {
    case "expiring": certificateRows(of: user) { $0 > now && $0 <= now + 30 * 86_400 }
    case "expired": certificateRows(of: user) { $0 <= now }
    case "overdue": overdue(user)
    case "ending":
      openSessions(user).filter { $0.isBelow100 && $0.endsAt.map { $0 <= now + 30 * 86_400 } == true }.map {
        $0.row(of: user, withProgress: true)
      }
    case "not-started": openSessions(user).filter { !$0.isStarted }.map { $0.row(of: user, withProgress: false) }
    default: inactive(user)
    }
  }

  /// "Without those that the same user got again under the same name with a later `delivered_at`."
  private func certificateRows(of user: String, _ isListed: (Int) -> Bool) -> [AttentionRow] {
    let all = certificates[user, default: []]
    return all.compactMap { certificate in
      let isRenewed = all.contains {
        equalByCodePoint($0.name, certificate.name) && $0.deliveredAt > certificate.deliveredAt
      }
      guard let expiry = certificate.expiresAt, isListed(expiry), !isRenewed else { return nil }
      return AttentionRow(
        user: user, urgency: expiry, id: certificate.id,
        cells: [
          "certificate": .text(certificate.id), "name": .text(certificate.name),
          "delivered_at": .instant(certificate.deliveredAt), "expires_at": .instant(expiry),
        ])
    }
  }

  /// "Mandatory path steps not done whose due time, from the earliest open enrolment, is before now, in path sessions
  /// whose status is `late`; each user, session and step once."
  private func overdue(_ user: String) -> [AttentionRow] {
    let open = enrolments[user, default: []].filter(\.isOpen)
    return Set(open.map(\.session)).flatMap { reference -> [AttentionRow] in
      guard case .path(let id) = reference, let session = pathSessions[id], pathStatus(of: user, in: id) == "late"
      else { return [] }
      let enrolled = open.filter { $0.session == reference }.map(\.enrolledAt).min() ?? 0
      let start = max(enrolled, session.startsAt ?? enrolled)
      return standing(in: reference, for: user).mandatory.compactMap { step in
        guard let days = step.block.dueAfterDays, !step.isDone, start + days * 86_400 < now else { return nil }
        let due = start + days * 86_400
        return AttentionRow(
          user: user, urgency: due, id: "\(id):\(step.block.position)",
          cells: [
            "session": .text(id), "path": .text(orNull: paths[session.owner]?.name),
            "session_name": .text(session.name), "position": .whole(step.block.position),
            "step": .text(orNull: itemName(step.block)), "due_at": .instant(due), "days": .whole((now - due) / 86_400),
          ])
      }
    }
  }

  private func itemName(_ block: Block) -> String? {
    switch block.kind {
    case "course": courses.first { $0.id == block.item }?.name
    case "assessment": assessments[block.item]?.name
    case "classroom": classrooms[block.item]?.name
    default: programSessions[block.item]?.name
    }
  }

  /// "Users with an open enrolment in an open session below 100 and no attempt dated in `(now − 30 × 86 400 s, now]`."
  private func inactive(_ user: String) -> [AttentionRow] {
    let isActive = attempts[user, default: []].contains {
      $0.lastActivityAt > now - 30 * 86_400 && $0.lastActivityAt <= now
    }
    guard openSessions(user).contains(where: \.isBelow100), !isActive else { return [] }
    let last = lastActivity(of: user)
    return [
      AttentionRow(user: user, urgency: last ?? Int.min, id: user, cells: ["last_activity": .instant(last)])
    ]
  }

  /// A user's open enrolment in an open session: "`starts_at` is empty or ≤ now, and `ends_at` is empty or > now".
  private struct OpenSession {
    let kind: String
    let session: Session
    let owner: String?
    let standing: SessionStanding
    var endsAt: Int? { session.endsAt }
    var isStarted: Bool { standing.blocks.contains(where: \.isStarted) }
    /// "A session without blocks has no progress: it is never *below 100*."
    var isBelow100: Bool { standing.progress.map { $0 < 100 } ?? false }

    func row(of user: String, withProgress: Bool) -> AttentionRow {
      var cells: [String: ExactJSON] = [
        "kind": .text(kind), "session": .text(session.id), "name": .text(session.name),
        "program_or_path": .text(orNull: owner), "ends_at": .instant(endsAt),
      ]
      if withProgress { cells["progress"] = .whole(standing.progress) }
      return AttentionRow(user: user, urgency: endsAt ?? Int.max, id: "\(kind):\(session.id)", cells: cells)
    }
  }

  private func openSessions(_ user: String) -> [OpenSession] {
    Set(enrolments[user, default: []].filter(\.isOpen).map(\.session)).compactMap { reference in
      let (kind, session) =
        switch reference {
        case .program(let id): ("program", programSessions[id])
        case .path(let id): ("path", pathSessions[id])
        }
      guard let session, session.startsAt ?? now <= now, session.endsAt ?? Int.max > now else { return nil }
      let owner = kind == "program" ? programs[session.owner] : paths[session.owner]
      return OpenSession(
        kind: kind, session: session, owner: owner?.name, standing: standing(in: reference, for: user))
    }
  }
}
