import DatabaseAccess
import Records
import TestSupport

/// The users and structure of a worked example, and its facts as CSV texts.
enum Example {
  static let then = "2025-06-01T00:00:00Z"

  /// Users u, v, w, m; courses C, D; questions Q1–Q3 tagged T; assessment A tagged T; programs P1, P2 of one course
  /// block C, with sessions.
  static let world: [String: String] = [
    "users": "id,email,first_name,last_name,created_at\n"
      + ["u", "v", "w", "m"].map { "\($0),\($0)@x.org,\($0),\($0),\(then)\n" }.joined(),
    "groups": "id,name,parent\nroot,Platform,\n",
    "courses": "id,name,author,created_at\nC,C,v,\(then)\nD,D,v,\(then)\n",
    "tags": "id,name\nT,T\n",
    "questions": "id,interaction,statement,tags\n" + (1...3).map { "Q\($0),other,Q\($0),T\n" }.joined(),
    "assessments": "id,name,tags\nA,A,T\n",
    "programs": "id,name\nP1,P1\nP2,P2\nP3,P3\nP4,P4\n",
    "program_blocks": "program,position,kind,item\n" + (1...4).map { "P\($0),1,course,C\n" }.joined(),
    "program_sessions": "id,program,name,created_at\n"
      + ["A,P1", "B,P2", "C,P3", "D,P4", "A2,P1"].map { "\($0),S,\(then)\n" }.joined(),
    "paths": "id,name\nH,H\n",
    "path_sessions": "id,path,name,created_at\nHS,H,HS,\(then)\n",
  ]

  static func store(_ facts: [String: String]) async throws -> TestStore {
    try await TestStore(world.merging(facts) { $1 })
  }

  /// Attempts of u: course, program session, path session, day, time, progress, score.
  static func attempts(_ rows: String...) -> String {
    let header = "id,user,started_at,last_activity_at,course,program_session,path_session,time_spent,progress,score\n"
    return header
      + rows.enumerated().map { index, row in
        let (start, end) = (FixedClock.daysAgo(300 - index), FixedClock.daysAgo(299 - index))
        return "x\(index),u,\(start),\(end),\(row)\n"
      }.joined()
  }
}

extension TestStore {
  /// A number of a row of a standings table; nil for no value.
  func number(_ table: String, _ column: String, _ wanted: [String: String]) async throws -> Int? {
    try await row(table, wanted)?[column]?.integer
  }

  /// A number of u's overall standing.
  func total(_ column: String, of user: String = "u") async throws -> Int? {
    try await number("user_standings", column, ["id": user])
  }
}
