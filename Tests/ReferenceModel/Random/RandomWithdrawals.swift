extension RandomPlatform {
  /// The kinds of facts that a source can withdraw.
  package static let withdrawable = [
    "attempts", "answers", "assessment_results", "attendances", "certificates", "posts", "reactions",
  ]

  /// Some facts of each kind are withdrawn, even if other records refer to them; sometimes none of a kind, and its file
  /// has no such column.
  mutating func withdrawSome() {
    for kind in Self.withdrawable where !random.chance(15) {
      let percent = random.pick([3, 10, 25])
      let instants = records(kind).map { _ in random.maybe(percent, text(of: instant())) }
      replace(kind) { index, row in
        var row = row
        row["withdrawn_at"] = instants[index]
        return row
      }
    }
  }
}
