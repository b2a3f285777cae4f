/// The drill-downs behind the rows of a user's page; `nil` is "not found".
extension ReferencePlatform {
  /// `GET /users/{id}/programs/{session}`: "a row opens its blocks".
  package func blocks(of user: String, in session: String) -> ExactJSON? {
    guard let found = programSessions[session], concerns(session, user) else { return nil }
    let standing = standing(in: .program(session), for: user)
    return .object([
      "session": .text(session), "name": .text(found.name), "progress": .whole(standing.progress),
      "score": .mean(standing.score), "time_spent": .whole(standing.timeSpent), "ends_at": .instant(found.endsAt),
      "last_activity": .instant(standing.lastActivity), "blocks": .list(standing.blocks.map(row)),
    ])
  }

  /// The steps of a path session, shown like blocks.
  package func steps(of user: String, in session: String) -> ExactJSON? {
    let isOpen = enrolments[user, default: []].contains { $0.session == .path(session) && $0.isOpen }
    guard isOpen, pathSessions[session] != nil else { return nil }
    return .list(standing(in: .path(session), for: user).blocks.map(row))
  }

  /// "A course without attempts has no most recent one": no time; an item that is not played has neither time nor
  /// attempts.
  private func row(_ standing: BlockStanding) -> ExactJSON {
    let block = standing.block
    let hasTime = block.kind == "course" ? standing.attempts > 0 : block.kind == "program" && standing.isStarted
    return .object([
      "position": .whole(block.position), "kind": .text(block.kind), "item": .text(block.item),
      "name": .text(orNull: name(of: block)), "mandatory": .text(block.mandatory ? "true" : "false"),
      "progress": .hundredths(standing.progress), "score": .mean(standing.score),
      "time_spent": hasTime ? .whole(standing.timeSpent) : .null,
      "attempts": block.kind == "course" ? .whole(standing.attempts) : .null,
      "last_activity": .instant(standing.lastActivity),
    ])
  }

  private func name(of block: Block) -> String? {
    switch block.kind {
    case "course": courses.first { $0.id == block.item }?.name
    case "assessment": assessments[block.item]?.name
    case "classroom": classrooms[block.item]?.name
    default: programSessions[block.item]?.name
    }
  }

  /// Any enrolment, open or closed, any fact, or a path with such a step.
  private func concerns(_ session: String, _ user: String) -> Bool {
    let enrolled = enrolments[user, default: []].map(\.session)
    let facts: [any SessionFact] =
      attempts[user, default: []] + assessmentResults[user, default: []] + attendances[user, default: []]
    return enrolled.contains(.program(session)) || facts.contains { $0.programSession == session }
      || enrolled.contains { reference in
        guard case .path = reference else { return false }
        return blocks(of: reference).contains { $0.kind == "program" && $0.item == session }
      }
  }

  /// `GET /users/{id}/courses/{course}/attempts`: latest first, ties by id.
  package func attempts(of user: String, on course: String, in session: SessionReference? = nil) -> ExactJSON? {
    let played = attempts[user, default: []].filter { $0.course == course }
    guard let name = courses.first(where: { $0.id == course })?.name, !played.isEmpty else { return nil }
    let made = played.filter { attempt in session.map { attempt.names($0) } ?? true }
    let ordered = latestFirst(made.sorted { precedesByCodePoint($0.id, $1.id) }, by: \.lastActivityAt)
    return .object([
      "course": .text(course), "name": .text(name),
      "attempts": .list(
        ordered.map { attempt in
          .object([
            "id": .text(attempt.id), "score": attempt.score.map { .hundredths($0) } ?? .null,
            "started_at": .instant(attempt.startedAt), "last_activity_at": .instant(attempt.lastActivityAt),
            "time_spent": .whole(attempt.timeSpent), "progress": .hundredths(attempt.progress),
            "language": .text(orNull: attempt.language), "program_session": .text(orNull: attempt.programSession),
            "path_session": .text(orNull: attempt.pathSession),
          ])
        }),
    ])
  }

  /// `GET /users/{id}/questions/{question}`: latest first, ties by id.
  package func answers(of user: String, to question: String) -> ExactJSON? {
    let given = answers[user, default: []].filter { $0.question == question }
    guard let statement = questions[question]?.statement, !given.isEmpty else { return nil }
    let ordered = latestFirst(given.sorted { precedesByCodePoint($0.id, $1.id) }, by: \.answeredAt)
    return .object([
      "question": .text(question), "statement": .text(statement),
      "answers": .list(
        ordered.map { answer in
          .object([
            "id": .text(answer.id), "score": answer.score.map { .hundredths($0) } ?? .null,
            "answered_at": .instant(answer.answeredAt), "response": .text(orNull: answer.response),
          ])
        }),
    ])
  }
}
