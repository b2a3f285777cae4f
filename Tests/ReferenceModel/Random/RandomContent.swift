extension RandomPlatform {
  mutating func makeContent() {
    for _ in 0..<random.whole(in: 8...16) { makeCourse() }
    for (kind, prefix, count) in [("tags", "t", 4...6), ("assessments", "as", 3...6), ("classrooms", "r", 2...4)] {
      for _ in 0..<random.whole(in: count) { makeNamedThing(kind, prefix) }
    }
    for _ in 0..<random.whole(in: 10...25) { makeQuestion() }
    for _ in 0..<random.whole(in: 6...12) {
      let start = instant()
      add(
        "classroom_slots",
        [
          "id": newID("classroom_slots", "s"), "classroom": random.pick(ids("classrooms")),
          "starts_at": text(of: start), "ends_at": random.maybe(50, text(of: start + 3600)),
        ])
    }
  }

  /// Duplicates refer to earlier courses, in chains. Most authors hold a role that gives them the author card.
  private mutating func makeCourse() {
    let users = ids("users")
    let holders = records("memberships").filter { ["author", "admin", "owner"].contains($0["role"]) }
    let likely = Array(Set(holders.map { $0.required("user") }).sorted(by: precedesByCodePoint).prefix(5))
    let authors = random.some(1...3, of: random.chance(65) ? likely : users)
    add(
      "courses",
      [
        "id": newID("courses", "c"), "name": random.pick(Awkward.names + ["Course"]), "author": authors[0],
        "co_authors": authors.dropFirst().joined(separator: "|"),
        "group": random.maybe(30, random.pick(ids("groups"))),
        "duplicate_of": ids("courses").isEmpty ? nil : random.maybe(40, random.pick(ids("courses"))),
        "created_at": text(of: instant()), "published_at": random.maybe(60, text(of: instant())),
        "published_by": random.maybe(40, random.pick(users)), "archived_at": random.maybe(15, text(of: pastInstant())),
        "url": random.maybe(20, "https://example.com/course"),
      ])
  }

  private mutating func makeNamedThing(_ kind: String, _ prefix: String) {
    let tags = kind == "assessments" ? random.some(0...3, of: ids("tags")).joined(separator: "|") : nil
    add(kind, ["id": newID(kind, prefix), "name": random.pick(Awkward.names), "tags": tags])
  }

  private mutating func makeQuestion() {
    let (interaction, choices, correct) = random.pick(Self.interactions)
    add(
      "questions",
      [
        "id": newID("questions", "q"), "course": random.maybe(60, random.pick(ids("courses"))),
        "interaction": interaction, "statement": random.pick(Awkward.names) + random.pick(["?", " ?", ", really?"]),
        "choices": choices, "correct": correct,
        "tags": random.some(0...3, of: ids("tags")).joined(separator: "|"),
      ])
  }

  /// Interaction types of xAPI with choices and a correct-responses pattern each.
  static let interactions: [(String, String?, String?)] = [
    ("choice", #"[{"id":"a","description":"A"},{"id":"b","description":"B, \"b\""}]"#, "a[,]b"),
    ("sequencing", #"[{"id":"a","description":"First"},{"id":"b","description":"Then"}]"#, "a[,]b"),
    ("likert", #"[{"id":"l0","description":"No"},{"id":"l1","description":"Yes"}]"#, "l1"),
    (
      "matching",
      #"{"source":[{"id":"a","description":"A"}],"target":[{"id":"x","description":"X"}]}"#, "a[.]x"
    ),
    ("true-false", nil, "true"), ("fill-in", nil, "Paris"), ("long-fill-in", nil, nil),
    ("numeric", nil, "4[:]6"), ("performance", nil, "p1[.]1"), ("other", nil, nil),
  ]
}
