import ReferenceModel
import Testing
import TestSupport

@testable import Statistics

/// For every range, the two stored instants determine the most recent attempt in it.
@Suite struct SupersessionTests {
  typealias Attempt = UserFacts.Attempt

  /// Few sessions, courses and instants, so that ties and overtaking attempts are frequent; ids that differ only by
  /// code point.
  private static func attempts(_ random: inout SplitMix64) -> [Attempt] {
    let ids = random.shuffled([
      "x10", "x9", "e\u{301}", "\u{E9}", "f", "E", "z", "x1", "王", "\u{1F642}", "\u{FB01}", "a",
    ])
    return ids.prefix(random.whole(in: 1...12)).map { id in
      let start = random.whole(in: 0...6)
      return Attempt(
        id: id, course: random.whole(in: 1...2), programSession: random.pick([nil, 1, 1, 2]), pathSession: nil,
        startedAt: start, lastActivityAt: start + random.whole(in: 0...6), timeSpent: 0, progress: 0, score: nil,
        completedAt: nil)
    }
  }

  /// By the definition: greatest (started_at, last_activity_at, id) among those dated in the range.
  private static func isMostRecent(_ attempt: Attempt, _ attempts: [Attempt], _ period: Period) -> Bool {
    let rivals = attempts.filter { other in
      other.programSession == attempt.programSession && other.course == attempt.course
        && (period.from ?? .min) <= other.lastActivityAt && other.lastActivityAt < (period.to ?? .max)
    }
    return rivals.allSatisfy { other in
      if other.startedAt != attempt.startedAt { return other.startedAt < attempt.startedAt }
      if other.lastActivityAt != attempt.lastActivityAt { return other.lastActivityAt < attempt.lastActivityAt }
      return !precedesByCodePoint(attempt.id, other.id)
    }
  }

  @Test func `Supersession answers as the definition does, for every range`() {
    var random = SplitMix64(seed: 31)
    for _ in 0..<400 {
      let attempts = Self.attempts(&random)
      let supersessions = Supersession.all(attempts)
      for from in [nil] + (0...13).map(Optional.some) {
        for to in [nil] + ((from ?? 0)...13).map(Optional.some) {
          let period = Period(from: from, to: to)
          for (attempt, superseded) in zip(attempts, supersessions) where attempt.programSession != nil {
            guard (from ?? .min) <= attempt.lastActivityAt, attempt.lastActivityAt < (to ?? .max) else { continue }
            // The formula of `Selection.hasReplaced`.
            let notSuperseded = superseded.supersededAt.map { $0 >= to ?? .max } ?? true
            let notOvertaken = superseded.overtakenAt.map { $0 < from ?? .min } ?? true
            let expected = Self.isMostRecent(attempt, attempts, period)
            if (notSuperseded && notOvertaken) != expected {
              Issue.record("\(attempt.id) in \(period): \(superseded), but most recent is \(expected)")
            }
          }
        }
      }
    }
  }

  @Test func `Attempts outside program sessions have no supersession`() {
    var random = SplitMix64(seed: 32)
    for _ in 0..<50 {
      let attempts = Self.attempts(&random)
      for (attempt, superseded) in zip(attempts, Supersession.all(attempts)) where attempt.programSession == nil {
        #expect(superseded == Supersession())
      }
    }
  }

  @Test func `The order in which attempts are read does not matter`() {
    var random = SplitMix64(seed: 33)
    for _ in 0..<100 {
      let attempts = Self.attempts(&random)
      let shuffled = random.shuffled(attempts)
      let expected = Dictionary(
        uniqueKeysWithValues: zip(attempts.map { Array($0.id.utf8) }, Supersession.all(attempts)))
      for (attempt, superseded) in zip(shuffled, Supersession.all(shuffled)) {
        #expect(expected[Array(attempt.id.utf8)] == superseded)
      }
    }
  }

  @Test(arguments: [UInt64(41), 42, 43])
  func `The total time spent in a range, in SQL, is that of the definition`(seed: UInt64) async throws {
    let (store, reference) = try await Totaling.random(seed)
    var random = SplitMix64(seed: seed)
    for number in 0..<25 {
      let ends = reference.attempts.values.joined().map(\.lastActivityAt)
      let borders = [random.pick(ends) + random.whole(in: -1...1), random.pick(ends) + random.whole(in: -1...1)]
        .sorted()
      let period = Period(from: number % 5 == 1 ? nil : borders[0], to: number % 5 == 2 ? nil : borders[1])
      var selection = Selection.standing
      selection.period = period
      let sums = try await Totaling.rows(.attempts, ["recent_time_spent"], store, selection)
      for user in reference.users {
        let dated = reference.attempts[user.id, default: []].filter {
          (period.from ?? .min) <= $0.lastActivityAt && $0.lastActivityAt < (period.to ?? .max)
        }
        #expect(sums[user.id]?[0] ?? 0 == Self.totalTimeSpent(dated), "\(user.id) in \(period)")
      }
    }
  }

  private static func totalTimeSpent(_ attempts: [ReferencePlatform.Attempt]) -> Int {
    let outside = attempts.filter { $0.programSession == nil }.map(\.timeSpent).reduce(0, +)
    let groups = Dictionary(grouping: attempts.filter { $0.programSession != nil }) { [$0.programSession, $0.course] }
    return groups.values.reduce(outside) { sum, group in
      let latest = group.max { a, b in
        if a.startedAt != b.startedAt { return a.startedAt < b.startedAt }
        if a.lastActivityAt != b.lastActivityAt { return a.lastActivityAt < b.lastActivityAt }
        return precedesByCodePoint(a.id, b.id)
      }
      return sum + (latest?.timeSpent ?? 0)
    }
  }
}
