extension RandomPlatform {
  /// The kinds of facts that a source may take back.
  package static let withdrawable = [
    "attempts", "answers", "assessment_results", "attendances", "certificates", "posts", "reactions",
  ]

  /// Some facts of each kind were taken back, whatever names them; now and then none of a kind, and its file has no such
  /// column.
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
