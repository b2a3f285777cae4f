extension RandomPlatform {
  mutating func makePeople(_ count: ClosedRange<Int>) {
    makeCustomFields()
    for _ in 0..<random.whole(in: count) { makeUser() }
    makeGroups()
    makeOwners()
    for user in records("users") { makeMemberships(of: user) }
    makeManagers()
  }

  private mutating func makeCustomFields() {
    for _ in 0..<random.whole(in: 0...5) {
      add(
        "custom_fields",
        [
          "id": newID("custom_fields", "f"), "title": random.pick(Awkward.names + ["Office", "office", "\u{C4}lter"]),
          "type": random.pick(["text", "date", nil]),
        ])
    }
  }

  private mutating func makeUser() {
    let id = newID("users", "u")
    let created = min(instant(), Self.now) - 500 * 86_400
    let isFirst = records("users").isEmpty
    // The first user becomes the owner, who is never deleted.
    let deleted = isFirst || !random.chance(20) ? nil : pastInstant()
    var fields: [String: String?] = [
      "id": id, "email": email(of: id, isDeleted: deleted != nil),
      "first_name": random.pick(Awkward.firstNames), "last_name": random.pick(Awkward.lastNames),
      "title": random.maybe(40, random.pick(Awkward.texts)),
      "additional_information": random.maybe(40, random.pick(Awkward.texts)),
      "language": random.maybe(30, random.pick(["fr", "en-GB", "pt-BR"])),
      "time_zone": random.maybe(20, random.pick(["Europe/Paris", "America/New_York"])),
      "created_at": text(of: created),
      "channel": random.pick(Self.channels),
      "invited_by": isFirst || random.chance(40) ? nil : random.pick(ids("users")),
      "auto_delete_on": random.maybe(20, date()),
      "deleted_at": deleted.map { text(of: $0) },
    ]
    for field in records("custom_fields") where random.chance(60) {
      fields["custom:" + field.required("id")] = field["type"] == "date" ? date() : random.pick(Awkward.texts)
    }
    add("users", fields)
  }

  private static let channels = [
    nil, "invitation", "admin", "import", "api", "self_registration", "sso", "scim", "founder",
  ]

  /// "Compared case-insensitively, stored trimmed and lower-cased, unique among users that are not deleted": a deleted
  /// user may have that of another.
  private mutating func email(of id: String, isDeleted: Bool) -> String {
    let number = records("users").count
    if isDeleted && random.chance(30) { return "user\(random.whole(in: 0...number))@example.com" }
    switch random.whole(in: 0...9) {
    case 0: return " User\(number)@Example.COM "
    case 1: return "+user\(number)@example.com"
    case 2: return "-USER\(number)@example.com"
    default: return "user\(number)@example.com"
    }
  }

  /// "Exactly one group, the platform, has no parent"; the first ones form a chain, so that the tree is deep.
  private mutating func makeGroups() {
    add("groups", ["id": newID("groups", "root"), "name": random.pick(["Platform", "Ops", "=All"])])
    for number in 0..<random.whole(in: 5...14) {
      add(
        "groups",
        [
          "id": newID("groups", "g"), "name": random.pick(Awkward.groupNames),
          "parent": number < 5 && random.chance(75) ? ids("groups").last : random.pick(ids("groups")),
          "created_at": random.maybe(50, text(of: instant())),
        ])
    }
  }

  /// "`owner` only in the platform group, and exactly one of them open."
  private mutating func makeOwners() {
    add("memberships", ["group": ids("groups")[0], "user": ids("users")[0], "role": "owner"])
    guard random.chance(50) else { return }
    add(
      "memberships",
      ["group": ids("groups")[0], "user": ids("users")[1], "role": "owner", "until": text(of: pastInstant())])
  }

  private mutating func makeMemberships(of user: Cells) {
    let deletedAt = user.instant("deleted_at")
    let roles = ["learner", "learner", "learner", "learner", "author", "coach", "coach", "user_admin", "admin"]
    var taken: Set<[String]> = []
    for _ in 0..<random.pick([0, 1, 1, 2, 2, 3, 4, 6]) {
      let (group, role) = (random.pick(ids("groups")), random.pick(roles))
      // Few are administrators of the whole platform.
      let held = group == ids("groups")[0] && random.chance(80) ? "learner" : role
      guard taken.insert([group, held]).inserted else { continue }
      add(
        "memberships",
        [
          "group": group, "user": user.required("id"), "role": held,
          "since": random.maybe(30, text(of: Self.now - 900 * 86_400)),
          "until": membershipEnd(deletedAt: deletedAt),
        ])
    }
  }

  /// Closed or not; for a deleted user: before, at or after the deletion, or without an end.
  private mutating func membershipEnd(deletedAt: Int?) -> String? {
    guard let deletedAt else { return random.maybe(20, text(of: pastInstant())) }
    guard random.chance(70) else { return nil }
    let end = deletedAt + random.pick([-86_400, -1, 0, 0, 1, 3600])
    return text(of: min(end, Self.now + 3600))
  }

  /// "A user may have several managers; nobody manages themself."
  private mutating func makeManagers() {
    let leaders = random.some(5...9, of: ids("users"))
    for user in ids("users") {
      for manager in random.some(0...3, of: leaders) where manager != user && random.chance(50) {
        add(
          "managers",
          [
            "user": user, "manager": manager, "since": random.maybe(30, text(of: Self.now - 900 * 86_400)),
            "until": random.maybe(30, text(of: pastInstant())),
          ])
      }
    }
  }
}
