extension RandomPlatform {
  typealias Sessions = (programs: [String], paths: [String])

  mutating func makeFacts() {
    for user in ids("users") {
      let sessions = sessions(of: user)
      for number in 0..<random.pick([0, 1, 5, 12, 24]) { makeAttempt(number, user, sessions) }
      for number in 0..<random.pick([0, 2, 6]) { makeAnswer(number, user) }
      for number in 0..<random.pick([0, 2, 6]) { makeResult(number, user, sessions) }
      for slot in random.some(0...5, of: ids("classroom_slots")) { makeAttendance(slot, user, sessions) }
      for number in 0..<random.pick([0, 0, 1, 3]) { makeCertificate(number, user) }
    }
  }

  /// The sessions of a user's facts: mostly those of the enrolments, and the program sessions of their steps.
  private func sessions(of user: String) -> Sessions {
    let enrolments = records("enrolments").filter { $0["user"] == user }
    let paths = enrolments.filter { $0["kind"] == "path" }.map { $0.required("session") }
    let owners = records("path_sessions").filter { paths.contains($0.required("id")) }.map { $0["path"] }
    let steps = records("path_steps").filter { $0["kind"] == "program" && owners.contains($0["path"]) }
    let programs = enrolments.filter { $0["kind"] == "program" }.map { $0.required("session") }
    return (programs + steps.map { $0.required("item") }, paths)
  }

  /// One program session, one path session, both or neither.
  private mutating func place(in sessions: Sessions) -> (program: String?, path: String?) {
    let programs = sessions.programs.isEmpty || random.chance(10) ? ids("program_sessions") : sessions.programs
    let paths = sessions.paths.isEmpty || random.chance(10) ? ids("path_sessions") : sessions.paths
    switch random.whole(in: 0...9) {
    case 0: return (nil, nil)
    case 1...4: return (random.pick(programs), nil)
    case 5...7: return (nil, random.pick(paths))
    default: return (random.pick(programs), random.pick(paths))
    }
  }

  /// Mostly an item of the sessions' blocks, otherwise any of the kind.
  private mutating func item(_ kind: String, in place: (program: String?, path: String?)) -> String {
    let program = records("program_sessions").first { $0["id"] == place.program }?["program"]
    let path = records("path_sessions").first { $0["id"] == place.path }?["path"]
    let blocks = records("program_blocks").filter { program != nil && $0["program"] == program }
    let steps = records("path_steps").filter { path != nil && $0["path"] == path }
    let items = (blocks + steps).filter { $0["kind"] == kind }.map { $0.required("item") }
    return items.isEmpty || random.chance(15) ? random.pick(ids("\(kind)s")) : random.pick(items)
  }

  /// Some begin when the previous one did, some end when the previous one did, some end before an earlier one; ids
  /// restart with every user.
  private mutating func makeAttempt(_ number: Int, _ user: String, _ sessions: Sessions) {
    let last = records("attempts").last.flatMap { $0["user"] == user ? $0 : nil }
    let place = place(in: sessions)
    let repeats = last != nil && random.chance(35)
    let course = repeats ? last?["course"] : item("course", in: place)
    var start = random.chance(30) ? recent() : instant()
    if let last, random.chance(30) { start = last.requiredInstant("started_at") + random.pick([0, 0, 60]) }
    var end = start + random.pick([0, 1, 60, 3600, 90_000, 86_400 * 40])
    if let last, random.chance(25) { end = max(start, last.requiredInstant("last_activity_at")) }
    let progress = random.pick(Awkward.progresses)
    let completedAt = random.maybe(progress == 10_000 ? 40 : 5, random.pick([start, end, (start + end) / 2]))
    add(
      "attempts",
      [
        "id": "x\(number)", "user": user, "course": course,
        "program_session": repeats ? last?["program_session"] : place.program,
        "path_session": repeats ? last?["path_session"] : place.path,
        "started_at": text(of: start), "last_activity_at": text(of: end),
        "time_spent": "\(random.pick([0, 1, 59, 3600, random.whole(in: 0...20_000)]))",
        "progress": Hundredths.text(progress), "score": random.maybe(70, score()),
        "completed_at": completedAt.map { text(of: $0) }, "language": random.maybe(30, random.pick(["fr", "en"])),
      ])
  }

  private mutating func makeAnswer(_ number: Int, _ user: String) {
    let own = records("attempts").filter { $0["user"] == user }.map { $0.required("id") }
    add(
      "answers",
      [
        "id": "n\(number)", "user": user, "question": random.pick(Array(ids("questions").prefix(12))),
        "attempt": own.isEmpty ? nil : random.maybe(50, random.pick(own)), "answered_at": text(of: instant()),
        "response": random.maybe(70, random.pick(["a", "a[,]b", "true", "5"])), "score": random.maybe(75, score()),
      ])
  }

  private mutating func makeResult(_ number: Int, _ user: String, _ sessions: Sessions) {
    let place = place(in: sessions)
    let last = records("assessment_results").last.flatMap { $0["user"] == user ? $0 : nil }
    let assessedAt = last != nil && random.chance(30) ? last?["assessed_at"] : text(of: instant())
    add(
      "assessment_results",
      [
        "id": "m\(number)", "user": user, "assessment": item("assessment", in: place),
        "program_session": place.program, "path_session": place.path, "assessed_at": assessedAt,
        "assessor": random.maybe(30, random.pick(ids("users"))), "passed": random.pick([nil, "yes", "0"]),
        "score": random.maybe(65, score()),
      ])
  }

  private mutating func makeAttendance(_ slot: String, _ user: String, _ sessions: Sessions) {
    let place = place(in: sessions)
    add(
      "attendances",
      [
        "slot": slot, "user": user, "status": random.pick(["registered", "present", "present", "absent"]),
        "program_session": place.program, "path_session": place.path,
      ])
  }

  private mutating func makeCertificate(_ number: Int, _ user: String) {
    let kind = random.pick(["path", "path", "program", "external"])
    let expiry = random.pick([-86_400, -1, 0, 1, 30 * 86_400 - 1, 30 * 86_400, 30 * 86_400 + 1, 365 * 86_400])
    add(
      "certificates",
      [
        "id": "k\(number)", "user": user, "name": random.pick(Awkward.names), "kind": kind,
        "path_session": random.maybe(kind == "path" ? 85 : 20, random.pick(ids("path_sessions"))),
        "program_session": kind == "program" ? random.maybe(85, random.pick(ids("program_sessions"))) : nil,
        "delivered_at": text(of: random.chance(25) ? Self.now - 400 * 86_400 : instant()),
        "expires_at": random.maybe(75, text(of: Self.now + expiry)),
      ])
  }
}
