import DatabaseAccess
import ReferenceModel
import Testing
import TestSupport

@testable import Statistics

/// The invariants of `statistics.md`, on random platforms.
@Suite struct StyleRuleTests {
  static let seeds: [UInt64] = [11, 12, 13]

  @Test(arguments: seeds) func `Time spent is the sum over played courses, and never below the total time spent`(
    seed: UInt64
  ) async throws {
    let (store, _) = try await Totaling.random(seed)
    let courses = Dictionary(grouping: try await store.rows("course_standings")) { $0["user_key"] ?? .null }
    for user in try await store.rows("user_standings") {
      let played = courses[user["user_key"] ?? .null, default: []].map { $0["time_spent"]?.integer ?? 0 }.reduce(0, +)
      let spent = try #require(user["time_spent"]?.integer)
      #expect(spent == played)
      #expect(try #require(user["total_time_spent"]?.integer) <= spent)
    }
  }

  @Test(arguments: seeds) func `Publications are posted messages`(seed: UInt64) async throws {
    let (store, reference) = try await Totaling.random(seed)
    let sums = try await Totaling.rows(.posts, ["posts", "messages"], store)
    #expect(sums.values.allSatisfy { $0[1] <= $0[0] })
    for user in reference.users {
      #expect(
        try await store.total("posted_messages", of: user.id) == reference.posts.filter { $0.author == user.id }.count)
    }
  }

  @Test(arguments: seeds) func `Every mean lies within 0 and 100, and every progress is whole`(seed: UInt64)
    async throws
  {
    let (store, _) = try await Totaling.random(seed)
    for row in try await store.rows("path_standings") {
      let score = Statistics.Fraction(row["score_numerator"]?.integer ?? 0, row["score_denominator"]?.integer ?? 0)
      #expect((0...10_000).contains(score.rounded() ?? 0))
      #expect((row["progress"]?.integer ?? 0) % 100 == 0)
      #expect((row["progress"]?.integer == 10_000) == (row["completed_at"]?.integer != nil))
    }
    for row in try await store.rows("program_standings") {
      #expect((row["score_sum"]?.integer ?? 0) <= 10_000 * (row["score_count"]?.integer ?? 0))
      #expect((row["progress"]?.integer == 10_000) == (row["completed_at"]?.integer != nil))
    }
  }

  @Test(arguments: seeds) func `A filter that excludes nothing changes nothing`(seed: UInt64) async throws {
    let (store, _) = try await Totaling.random(seed)
    var wide = Selection.standing
    wide.period = Period(from: -9_999_999_999, to: 99_999_999_999)
    let columns: [FactSource: [String]] = [
      .attempts: ["score_sum", "score_count", "time_spent", "recent_time_spent", "last_activity"],
      .results: ["score_sum", "score_count"], .answers: ["answers", "score_sum", "score_count"],
      .courses: ["completed"], .classrooms: ["attended"], .posts: ["posts", "messages", "message_replies", "comments"],
      .reactions: ["reactions"], .programs: ["completed"], .paths: ["completed"], .assignments: ["programs", "paths"],
    ]
    for (source, columns) in columns {
      #expect(
        try await Totaling.rows(source, columns, store, wide) == Totaling.rows(source, columns, store), "\(source)")
    }
  }
}
