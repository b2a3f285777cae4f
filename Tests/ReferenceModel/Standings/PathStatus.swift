extension ReferencePlatform {
  /// The status of a user in a path session, "first that applies (where no step is mandatory, every step counts as
  /// mandatory)".
  package func pathStatus(of user: String, in id: String) -> String {
    let standing = standing(in: .path(id), for: user)
    let session = pathSessions[id]
    if isSuccessful(standing) { return "successful" }
    if let startsAt = session?.startsAt, now < startsAt { return "not_open" }
    if let endsAt = session?.endsAt, now >= endsAt { return "unsuccessful" }
    if standing.mandatory.contains(where: hasUsedUpItsAttempts) { return "unsuccessful" }
    if standing.mandatory.contains(where: isToRetake) { return "to_retake" }
    if isAwaitingCorrection(standing) { return "awaiting_correction" }
    guard standing.blocks.contains(where: \.isStarted) else { return "not_started" }
    return isLate(standing, user: user, session: id) ? "late" : "on_time"
  }

  /// "*Successful* (every mandatory step at 100 % and, where it has `min_score`, with its score ≥ it)"; "no blocks:
  /// never complete".
  private func isSuccessful(_ standing: SessionStanding) -> Bool {
    !standing.blocks.isEmpty && standing.mandatory.allSatisfy { $0.isDone && !$0.isBelowMinimum }
  }

  /// "A mandatory course step below `min_score` with at least `attempts_limit` attempts, done or not."
  private func hasUsedUpItsAttempts(_ step: BlockStanding) -> Bool {
    guard step.block.kind == "course", step.isBelowMinimum, let limit = step.block.attemptsLimit else { return false }
    return step.attempts >= limit
  }

  /// "*To retake* (a mandatory course step at 100 % and below `min_score`, attempts left)."
  private func isToRetake(_ step: BlockStanding) -> Bool {
    step.block.kind == "course" && step.isDone && step.isBelowMinimum
  }

  /// "*Awaiting correction* (a mandatory assessment step has no result, and all steps before it, at least one, optional
  /// ones too, are at 100 %)."
  private func isAwaitingCorrection(_ standing: SessionStanding) -> Bool {
    standing.mandatory.contains { step in
      let before = standing.blocks.filter { $0.block.position < step.block.position }
      return step.block.kind == "assessment" && !step.isDone && !before.isEmpty && before.allSatisfy(\.isDone)
    }
  }

  /// "*Late* (a mandatory step that is not done has its due time before now; due = later of the earliest open enrolment
  /// and `starts_at`, plus `due_after_days` × 86 400 s)."
  private func isLate(_ standing: SessionStanding, user: String, session id: String) -> Bool {
    let enrolled = enrolments[user, default: []].filter { $0.session == .path(id) && $0.isOpen }.map(\.enrolledAt).min()
    guard let start = [enrolled, pathSessions[id]?.startsAt].compactMap(\.self).max() else { return false }
    return standing.mandatory.contains { step in
      guard !step.isDone, let days = step.block.dueAfterDays else { return false }
      return start + days * 86_400 < now
    }
  }

  /// "Validation date = the instant at which the last mandatory step became done, when Successful."
  package func validationDate(of user: String, in id: String) -> Int? {
    let standing = standing(in: .path(id), for: user)
    return isSuccessful(standing) ? standing.mandatory.compactMap(\.doneAt).max() : nil
  }
}
