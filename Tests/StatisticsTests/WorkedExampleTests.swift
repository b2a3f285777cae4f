import DatabaseAccess
import Testing
import TestSupport

@testable import Statistics

/// The worked examples of `statistics.md`, as far as standings contain their numbers.
@Suite struct WorkedExampleTests {
  @Test func `1. Time: of a program session's course the most recent attempt alone counts in the total`() async throws {
    let store = try await Example.store([
      "attempts": Example.attempts("C,A,,600,0,", "C,A,,300,0,", "C,,,200,0,", "D,,HS,100,0,")
    ])
    #expect(try await store.total("time_spent") == 1200)
    #expect(try await store.total("total_time_spent") == 600)
    #expect(try await store.number("course_standings", "time_spent", ["user_key": "u", "course_key": "C"]) == 1100)
    #expect(try await store.number("course_standings", "attempts", ["user_key": "u", "course_key": "C"]) == 3)
    #expect(try await store.number("course_standings", "time_spent", ["user_key": "u", "course_key": "D"]) == 100)
    #expect(try await store.number("program_standings", "time_spent", ["user_key": "u"]) == 300)
  }

  private static let answers = "id,user,question,answered_at,score\n"

  @Test func `2. Answers: repeated ones count, those that wait for correction have no score`() async throws {
    let rows = [
      "Q1,\(Example.then),100", "Q1,\(Example.then),100", "Q1,\(Example.then),0", "Q2,\(Example.then),50",
      "Q3,\(Example.then),",
    ]
    let store = try await Example.store([
      "answers": Self.answers + rows.enumerated().map { "n\($0),u,\($1)\n" }.joined()
    ])
    #expect(try await store.total("answered_questions") == 5)
    let sum = try #require(try await store.total("answer_score_sum"))
    let count = try #require(try await store.total("answer_score_count"))
    #expect(Fraction(sum, count).rounded() == 6250)
    #expect(Fraction(sum, count).rounded(to: 100) == 6300)
  }

  @Test func `3. Average score: attempts and results are pooled`() async throws {
    let store = try await Example.store([
      "attempts": Example.attempts("C,,,0,0,80", "C,,,0,0,60", "C,,,0,0,"),
      "assessment_results":
        "id,user,assessment,assessed_at,passed,score\nm1,u,A,\(Example.then),true,100\nm2,u,A,\(Example.then),true,\n",
    ])
    #expect(try await store.total("score_sum") == 24_000)
    #expect(try await store.total("score_count") == 3)
  }

  @Test func `4. Tags: training and assessment apart, and all the work`() async throws {
    let scores = ["80", "60", "40"].enumerated().map { "n\($0),u,Q\($0 + 1),\(Example.then),\($1)\n" }.joined()
    let store = try await Example.store([
      "answers": Self.answers + scores,
      "assessment_results": "id,user,assessment,assessed_at,score\nm1,u,A,\(Example.then),100\n",
    ])
    let row = try #require(try await store.row("tag_standings", ["user_key": "u"]))
    #expect(row["training_sum"]?.integer == 18_000 && row["training_count"]?.integer == 3)
    #expect(row["assessment_sum"]?.integer == 10_000 && row["assessment_count"]?.integer == 1)
    #expect(row["work"]?.integer == 4)
    #expect(Fraction.mean([Fraction(18_000, 3), Fraction(10_000, 1)]).rounded() == 8000)
  }

  @Test func `5. Certificates: expired at the instant itself, valid from 30 days and a second on`() async throws {
    let now = 1_735_689_600
    let store = try await Example.store([:])
    let limits: [(expiry: Int?, status: String)] = [
      (now, "expired"), (now + 1, "expiring_soon"), (now + 30 * 86_400, "expiring_soon"),
      (now + 30 * 86_400 + 1, "valid"), (nil, "valid"),
    ]
    for (expiry, status) in limits {
      let found = try await store.database.read { session in
        try session.first(
          """
          SELECT \(raw: Table.certificateStatus("x.expiry", now)) FROM (SELECT CAST(\(expiry) AS bigint) AS expiry) AS x
          """
        ) { $0.text(at: 0) }
      }
      #expect(found == status)
    }
  }

  @Test func `6. Programs: sessions are assigned, programs are completed`() async throws {
    let header = "kind,session,user,origin,group,enrolled_at\n"
    let rows = ["A,u,individual,", "B,u,group,root", "C,u,individual,", "C,u,group,root", "D,u,self,"]
    let store = try await Example.store([
      "enrolments": header + rows.map { "program,\($0),\(Example.then)\n" }.joined(),
      "attempts": Example.attempts("C,A,,0,100,", "C,B,,0,40,", "C,D,,0,100,"),
    ])
    #expect(try await store.total("assigned_programs") == 3)
    #expect(try await store.total("completed_programs") == 2)
    #expect(
      try await store.number("program_standings", "progress", ["user_key": "u", "program_session_key": "B"]) == 4000)
  }

  @Test func `6. Programs: two sessions of one program are two assigned and one completed`() async throws {
    let rows = ["A", "A2"].map { "program,\($0),u,individual,\(Example.then)\n" }.joined()
    let store = try await Example.store([
      "enrolments": "kind,session,user,origin,enrolled_at\n" + rows,
      "attempts": Example.attempts("C,A,,0,100,", "C,A2,,0,100,"),
    ])
    #expect(try await store.total("assigned_programs") == 2)
    #expect(try await store.total("completed_programs") == 1)
  }

  @Test func `7. Posts: replies in Messages are publications and comments, and every post counts once`() async throws {
    let header = "id,author,kind,place,place_id,reply_to,created_at,archived_at\n"
    let rows = [
      "b1,u,message,group,root,,", "b2,u,message,group,root,b1,", "b3,u,message,group,root,b1,",
      "b4,u,comment,course,C,,",
      "b5,u,comment,course,C,b4,", "b6,u,correction,course,C,,", "b7,u,comment,course,C,,",
    ]
    let store = try await Example.store([
      "posts": header + rows.map { "\($0)\(Example.then),\($0.hasPrefix("b7") ? Example.then : "")\n" }.joined()
    ])
    #expect(try await store.total("posted_messages") == 7)
    let sums = try await Totaling.rows(.posts, ["messages", "message_replies", "comments"], store)
    let (messages, replies, comments) = (sums["u"]?[0] ?? 0, sums["u"]?[1] ?? 0, sums["u"]?[2] ?? 0)
    #expect(messages == 3)
    #expect(comments + replies == 5)
  }

  @Test func `9. Completed: a course three times completed is one`() async throws {
    let header = "id,user,course,started_at,last_activity_at,time_spent,progress,completed_at\n"
    let days = [100, 50, 2].map { FixedClock.daysAgo($0) }
    let rows = days.map { "x\($0),u,C,\($0),\($0),0,100,\($0)\n" }.joined()
    let store = try await Example.store(["attempts": header + rows])
    #expect(try await store.total("completed_courses") == 1)
    let first = try await store.number("course_standings", "first_completed_at", ["user_key": "u"])
    #expect(first == FixedClock.now - 100 * 86_400)
  }

  @Test func `10. Managers: direct reports are direct, and not deleted`() async throws {
    let store = try await Example.store(["managers": "user,manager\nu,m\nv,m\nw,u\n"])
    #expect(try await store.total("direct_reports", of: "m") == 2)
    let deleted = "id,email,first_name,last_name,created_at,deleted_at\nv,v@x.org,v,v,\(Example.then),\(Example.then)\n"
    try await store.load(["users": deleted])
    #expect(try await store.total("direct_reports", of: "m") == 1)
    #expect(try await store.total("direct_reports") == 1)
  }
}
