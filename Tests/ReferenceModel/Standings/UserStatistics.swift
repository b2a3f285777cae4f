extension ReferencePlatform {
  /// The object of `GET /api/v1/users/{id}/statistics`: times in seconds, instants RFC 3339 (UTC, `Z`), no value =
  /// `null`. "A row's numbers are computed over all the facts of that user, whoever looks."
  package func statistics(of user: String) -> ExactJSON {
    let numbers = generalNumbers(of: user)
    let general = UserTotal.general.json(numbers).merging(["groups": groupNames(of: user)]) { total, _ in total }
    return .object([
      "general": .object(general),
      "certificates": certificatesSection(of: user),
      "paths": pathsSection(of: user),
      "programs": programsSection(of: user),
      "courses": coursesSection(of: user),
      "questions": questionsSection(of: user),
      "tags": tagsSection(of: user),
      "report": .object(UserTotal.report.json(numbers)),
    ])
  }

  private func groupNames(of user: String) -> ExactJSON {
    let groupIDs = Set(openMemberships(of: user).map(\.group))
    let names = inNameOrder(groups.filter { groupIDs.contains($0.id) }, name: \.name, id: \.id).map(\.name)
    return .list(names.map { .text($0) })
  }

  /// "Latest delivery first. Status: no expiry or expiry more than 30 × 86 400 s ahead = *Valid*; expiry ≤ now =
  /// *Expired*; else *Expiring soon*. Path columns are empty unless kind is `path`."
  private func certificatesSection(of user: String) -> ExactJSON {
    let ordered = inNameOrder(certificates[user, default: []], name: \.name, id: \.id)
    return .list(
      latestFirst(ordered, by: \.deliveredAt).map { certificate in
        let session = certificate.kind == "path" ? certificate.pathSession.flatMap { pathSessions[$0] } : nil
        return .object([
          "name": .text(certificate.name),
          "path_name": .text(orNull: session.flatMap { paths[$0.owner]?.name }),
          "path_session": .text(orNull: session?.name),
          "status": .text(certificateStatus(expiringAt: certificate.expiresAt)),
          "delivered_at": .instant(certificate.deliveredAt),
          "expires_at": .instant(certificate.expiresAt),
        ])
      })
  }

  private func certificateStatus(expiringAt expiry: Int?) -> String {
    guard let expiry, expiry <= now + 30 * 86_400 else { return "valid" }
    return expiry <= now ? "expired" : "expiring_soon"
  }

  /// "Alphabetical, one row per path session with an open enrolment."
  private func pathsSection(of user: String) -> ExactJSON {
    let sessions = inNameOrder(openSessions(of: user).paths, name: \.name, id: \.id)
    let keyed = sessions.enumerated().map { (SortKey(paths[$1.owner]?.name ?? ""), $0, $1) }
    return .list(
      keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { _, _, session in
        let standing = standing(in: .path(session.id), for: user)
        return .object([
          "session": .text(session.id),
          "name": .text(orNull: paths[session.owner]?.name),
          "session_name": .text(session.name),
          "progress": .whole(standing.progress),
          "status": .text(pathStatus(of: user, in: session.id)),
          "time_spent": .whole(standing.timeSpent),
          "score": .mean(standing.score),
          "validated_at": .instant(validationDate(of: user, in: session.id)),
        ])
      })
  }

  /// "Newest session `created_at` first, one row per program session with an open enrolment."
  private func programsSection(of user: String) -> ExactJSON {
    let sessions = inNameOrder(openSessions(of: user).programs, name: \.name, id: \.id)
    return .list(
      latestFirst(sessions, by: \.createdAt).map { session in
        let standing = standing(in: .program(session.id), for: user)
        return .object([
          "session": .text(session.id),
          "name": .text(session.name),
          "progress": .whole(standing.progress),
          "score": .mean(standing.score),
          "time_spent": .whole(standing.timeSpent),
          "ends_at": .instant(session.endsAt),
          "last_activity": .instant(standing.lastActivity),
        ])
      })
  }

  /// The sessions in which the user has an open enrolment, each once.
  private func openSessions(of user: String) -> (programs: [Session], paths: [Session]) {
    let open = Set(enrolments[user, default: []].filter(\.isOpen).map(\.session))
    return (
      programSessions.values.filter { open.contains(.program($0.id)) },
      pathSessions.values.filter { open.contains(.path($0.id)) }
    )
  }
}
