/// Enrolments, and the time that they leave to learn.
extension LearnerStory {
  /// Enrols in a session.
  ///
  /// - Parameter isKept: whether it is early and surely stays open.
  /// - Returns: when; nothing if the person was not there while one could enrol.
  mutating func enrol(in session: Session, _ kind: String, isKept: Bool) -> Int? {
    let from = max(session.createdAt, person.createdAt)
    // A session that has no end lets people in for long.
    let until = min(shape.now, person.deletedAt ?? shape.now, (session.startsAt ?? shape.daysAgo(90)) + 10 * .day)
    guard from < until else { return nil }
    // Who is to keep it has all of the session before them: it was made a week or more before it starts.
    let at = dice.within(from..<min(until, from + (isKept ? 5 : 30) * .day))
    let closes = !isKept && dice.chance(8)
    let end = closes ? dice.within(at..<shape.now) : nil
    let byGroup = dice.chance(45)
    if byGroup { write(session, kind, "group", dice.pick(shape.groups(team: person.team)), at, end) }
    // Some are enrolled by their group and one by one.
    if !byGroup || dice.chance(15) {
      write(session, kind, dice.chance(65) ? "individual" : "self", nil, at, byGroup ? nil : end)
    }
    sessions.append(session.ref)
    return at
  }

  private func write(_ session: Session, _ kind: String, _ origin: String, _ group: Ref?, _ at: Int, _ end: Int?) {
    let file = records.enrolments
    file.text(kind)
    file.ref(session.ref)
    file.ref(person.ref)
    file.text(origin)
    file.ref(group)
    file.instant(at)
    file.instant(end)
    file.endRow()
  }

  /// When somebody enrolled then can learn in a session; nothing if that is less than two days.
  func window(_ session: Session, enrolledAt: Int) -> Range<Int>? {
    let from = max(session.startsAt ?? session.createdAt, enrolledAt) + .hour
    let until = min(session.endsAt ?? shape.now, person.activeUntil) - .hour
    return until - from > 2 * .day ? from..<until : nil
  }

  /// One of the sessions of a program or path, the running ones more often; none that ended before the person came.
  mutating func pickSession(_ sessions: [Session]) -> Session? {
    guard !sessions.isEmpty else { return nil }
    let session = sessions[[0, 1, 1, 2, 2, 2, 3, 3, 4][dice.below(9)]]
    return (session.endsAt ?? shape.now) > person.createdAt ? session : nil
  }
}
