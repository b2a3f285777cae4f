import DatabaseAccess
import ReferenceModel
import Testing
import TestSupport

@testable import Statistics

/// The stored standings agree with the reference on random platforms.
@Suite struct AgreementTests {
  static let seeds: [UInt64] = [21, 22, 23, 24]

  @Test(arguments: seeds) func `The totals of every user are those of the reference`(seed: UInt64) async throws {
    let (store, reference) = try await Totaling.random(seed)
    for user in reference.users {
      let row = try #require(try await store.row("user_standings", ["id": user.id]))
      let numbers = reference.generalNumbers(of: user.id)
      let expected = [
        "time_spent": reference.timeSpent(by: user.id), "total_time_spent": numbers.totalTimeSpent,
        "completed_courses": numbers.completedCourses, "attended_classrooms": numbers.attendedClassrooms,
        "completed_paths": numbers.completedPaths, "assigned_paths": numbers.assignedPaths,
        "completed_programs": numbers.completedPrograms, "assigned_programs": numbers.assignedPrograms,
        "posted_messages": numbers.messages,
      ]
      for (column, value) in expected { #expect(row[column]?.integer == value, "\(column) of \(user.id)") }
      #expect(row["last_activity"]?.integer == reference.lastActivity(of: user.id))
      let mean = Statistics.Fraction(row["score_sum"]?.integer ?? 0, row["score_count"]?.integer ?? 0)
      #expect(mean.rounded() == numbers.averageScore?.roundedToHundredths, "average score of \(user.id)")
    }
  }

  @Test(arguments: seeds) func `Program and path standings are those of the reference`(seed: UInt64) async throws {
    let (store, reference) = try await Totaling.random(seed)
    for row in try await store.rows("program_standings") {
      let (user, session) = (row["user_key"]?.text ?? "", row["program_session_key"]?.text ?? "")
      let expected = reference.standing(in: .program(session), for: user)
      let score = Statistics.Fraction(row["score_sum"]?.integer ?? 0, row["score_count"]?.integer ?? 0)
      expect(row["progress"]?.integer, row["time_spent"]?.integer, row["completed_at"]?.integer, score, are: expected)
    }
    for row in try await store.rows("path_standings") {
      let (user, session) = (row["user_key"]?.text ?? "", row["path_session_key"]?.text ?? "")
      let expected = reference.standing(in: .path(session), for: user)
      let score = Statistics.Fraction(row["score_numerator"]?.integer ?? 0, row["score_denominator"]?.integer ?? 0)
      expect(row["progress"]?.integer, row["time_spent"]?.integer, row["completed_at"]?.integer, score, are: expected)
    }
  }

  @Test(arguments: seeds) func `The status of every path session is that of the reference`(seed: UInt64) async throws {
    let (store, reference) = try await Totaling.random(seed)
    let situations = try await store.database.read { session in
      try session.all(
        """
        SELECT u.id, s.id, m.status, m.validated_at
        FROM (\(sql: PathSessionStatus.select(where: "true", now: reference.now))) AS m
        JOIN users AS u ON u.key = m.user_key JOIN path_sessions AS s ON s.key = m.path_session_key
        """
      ) { ($0.text(at: 0), $0.text(at: 1), $0.text(at: 2), $0.integer(3)) }
    }
    #expect(situations.count > 20)
    for (user, id, status, validatedAt) in situations {
      #expect(status == reference.pathStatus(of: user, in: id), "\(user) in \(id)")
      #expect(validatedAt == reference.validationDate(of: user, in: id), "\(user) in \(id)")
    }
  }

  private func expect(
    _ progress: Int?, _ timeSpent: Int?, _ completedAt: Int?, _ score: Statistics.Fraction,
    are expected: SessionStanding
  ) {
    #expect(progress == expected.progress.map { $0 * 100 })
    #expect(timeSpent == expected.timeSpent)
    #expect(completedAt == expected.completedAt)
    #expect(score.rounded() == expected.score?.roundedToHundredths)
  }
}
