extension RandomPlatform {
  mutating func makeSessions() {
    for number in 0..<random.whole(in: 4...6) { makeProgram(number) }
    for number in 0..<random.whole(in: 5...8) { makePath(number) }
    for user in ids("users") { makeEnrolments(of: user) }
  }

  /// The first program has no blocks, and the second none that is mandatory.
  private mutating func makeProgram(_ number: Int) {
    let id = newID("programs", "p")
    add("programs", ["id": id, "name": random.pick(Awkward.names)])
    for position in 1...random.whole(in: 1...4) where number > 0 {
      let (kind, item) = blockItem(kinds: ["course", "course", "course", "assessment", "classroom"])
      add(
        "program_blocks",
        ["program": id, "position": "\(position)", "kind": kind, "item": item, "mandatory": mandatory(number)])
    }
    for _ in 0..<random.whole(in: 1...3) { makeSession(of: "program", owner: id, prefix: "ps") }
  }

  /// The first path has no steps, and the second none that is mandatory; the third begins with a course and an
  /// assessment, so that some users wait for a correction.
  private mutating func makePath(_ number: Int) {
    let id = newID("paths", "h")
    add("paths", ["id": id, "name": random.pick(Awkward.names)])
    for position in 1...random.whole(in: 1...4) where number > 0 {
      let (kind, item) = blockItem(kinds: stepKinds(number, at: position))
      add(
        "path_steps",
        [
          "path": id, "position": "\(position)", "kind": kind, "item": item, "mandatory": mandatory(number),
          "min_score": random.maybe(40, random.pick(["0", "50", "66.67", "80", "100"])),
          "attempts_limit": random.maybe(30, "\(random.whole(in: 1...3))"),
          "due_after_days": random.maybe(40, "\(random.pick([0, 1, 30, 90, 365]))"),
        ])
    }
    for _ in 0..<random.whole(in: 1...3) { makeSession(of: "path", owner: id, prefix: "hs") }
  }

  private func stepKinds(_ number: Int, at position: Int) -> [String] {
    switch (number, position) {
    case (2, 1): ["course"]
    case (2, 2): ["assessment"]
    default: ["course", "course", "course", "assessment", "assessment", "classroom", "program"]
    }
  }

  private mutating func mandatory(_ number: Int) -> String? {
    number == 1 ? "FALSE" : random.pick([nil, "true", "TRUE", "no"])
  }

  private mutating func blockItem(kinds: [String]) -> (kind: String, item: String) {
    let kind = random.pick(kinds)
    let items =
      switch kind {
      case "course": Array(ids("courses").prefix(6))
      case "assessment": ids("assessments")
      case "classroom": ids("classrooms")
      default: ids("program_sessions")
      }
    return (kind, random.pick(items))
  }

  private mutating func makeSession(of kind: String, owner: String, prefix: String) {
    let around = [-86_400 * 60, -1, 0, 1, 86_400 * 6, 86_400 * 20]
    let start = Self.now + random.pick(around) - random.pick([0, 0, 86_400 * 100])
    add(
      "\(kind)_sessions",
      [
        "id": newID("\(kind)_sessions", prefix), kind: owner, "name": random.pick(Awkward.names),
        "created_at": text(of: random.chance(30) ? Self.now - 86_400 * 200 : instant()),
        "starts_at": random.maybe(40, text(of: start)),
        "ends_at": random.maybe(35, text(of: max(start, Self.now + random.pick(around)))),
        "instructors": random.some(0...2, of: ids("users")).joined(separator: "|"),
      ])
  }

  /// "Key (kind, session, user, origin, group)": the same session by several origins, and by several groups.
  private mutating func makeEnrolments(of user: String) {
    for kind in ["program", "path"] {
      for session in random.some(0...4, of: ids("\(kind)_sessions")) {
        var taken: Set<[String?]> = []
        for _ in 0..<random.pick([1, 1, 1, 2, 3]) {
          let origin = random.pick(["individual", "group", "self"])
          let group = origin == "group" ? random.maybe(80, random.pick(ids("groups"))) : nil
          guard taken.insert([origin, group]).inserted else { continue }
          add(
            "enrolments",
            [
              "kind": kind, "session": session, "user": user, "origin": origin, "group": group,
              "enrolled_at": text(of: instant()), "unenrolled_at": random.maybe(20, text(of: pastInstant())),
            ])
        }
      }
    }
  }
}
