/// When an attempt ceased to be the most recent one on its course within its program session.
///
/// "Most recent" compares (started_at, last_activity_at, id). A report with a date filter needs the most recent among
/// the attempts whose last activity is in its range. Two instants answer that for every range without a window
/// function: an attempt dated within `[from, to)` has been replaced there if `supersededAt < to` or `overtakenAt >=
/// from`.
package struct Supersession: Sendable, Equatable {
  /// The earliest last activity among the more recent attempts that is not before this attempt's own.
  package var supersededAt: Int?
  /// The latest last activity among the more recent attempts that is before this attempt's own: attempts that started
  /// later but ended earlier.
  package var overtakenAt: Int?

  /// The supersession of each of a user's attempts, in the order given; attempts outside program sessions have none.
  static func all(_ attempts: [UserFacts.Attempt]) -> [Supersession] {
    var result = [Supersession](repeating: Supersession(), count: attempts.count)
    var groups: [Place: [Int]] = [:]
    for (index, attempt) in attempts.enumerated() {
      guard let session = attempt.programSession else { continue }
      groups[Place(session: .program(session), item: .course(attempt.course)), default: []].append(index)
    }
    for group in groups.values where group.count > 1 { find(group, attempts, &result) }
    return result
  }

  /// Goes from the most recent attempt backwards, keeping the last activities of all more recent ones sorted.
  private static func find(_ group: [Int], _ attempts: [UserFacts.Attempt], _ result: inout [Supersession]) {
    var later: [Int] = []
    for index in group.sorted(by: { attempts[$1].isBefore(attempts[$0]) }) {
      let last = attempts[index].lastActivityAt
      var place = later.count
      while place > 0, later[place - 1] >= last { place -= 1 }
      result[index] = Supersession(
        supersededAt: place < later.count ? later[place] : nil, overtakenAt: place > 0 ? later[place - 1] : nil)
      later.insert(last, at: place)
    }
  }
}
