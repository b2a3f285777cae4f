package import Access
package import DatabaseAccess

/// A run of a schedule that was, and what became of it: as the report's owner sees it. What is told of its files and
/// letters ends with the files, after 14 days.
package struct PastRun: Sendable {
  package let key: Int
  package let dueAt: Int
  package let ranAt: Int
  /// Files that were made, and that could not be made.
  package let made: Int
  package let failed: Int
  /// Letters that reached the mail server.
  package let mailed: Int
  /// When somebody first downloaded one of its files.
  package let fetchedAt: Int?
  /// Whom no letter reached; only those whom the owner sees, and themself.
  package fileprivate(set) var unreached: [Person] = []
  /// How many others.
  package fileprivate(set) var unreachedOthers = 0

  package struct Person: Sendable, Equatable {
    package let name: String
    package let email: String
  }

  /// How many are shown.
  package static let limit = 10

  /// The last runs of a report of the viewer's, the latest first.
  package static func last(
    of report: CustomReport, for viewer: Viewer, _ session: any SQLSession
  ) throws -> [PastRun] {
    var runs = try session.all(
      """
      SELECT r.key, r.due_at, r.ran_at, r.fetched_at,
        (SELECT count(*) FROM jobs AS j WHERE j.run_key = r.key AND j.state = 'done'),
        (SELECT count(*) FROM jobs AS j WHERE j.run_key = r.key AND j.state = 'failed'),
        (SELECT count(*) FROM jobs AS j JOIN letters AS l ON l.job_key = j.key
          WHERE j.run_key = r.key AND l.state = 'sent')
      FROM report_runs AS r WHERE r.report_key = \(report.key) ORDER BY r.due_at DESC LIMIT \(limit)
      """
    ) { row in
      PastRun(
        key: row.integer(at: 0), dueAt: row.integer(at: 1), ranAt: row.integer(at: 2), made: row.integer(at: 4),
        failed: row.integer(at: 5), mailed: row.integer(at: 6), fetchedAt: row.integer(3))
    }
    let inside = Scope.page(of: viewer).holds("p.key")
    let unreached = try session.all(
      """
      SELECT j.run_key, p.first_name, p.last_name, p.email, CASE WHEN \(sql: inside) THEN 1 ELSE 0 END
      FROM jobs AS j JOIN letters AS l ON l.job_key = j.key JOIN users AS p ON p.key = j.user_key
      WHERE j.run_key \(anyOf: runs.map(\.key)) AND l.state IN ('failed', 'dropped') ORDER BY p.email, p.key
      """
    ) { (run: $0.integer(at: 0), person: Person($0), isInside: $0.flag(4)) }
    for index in runs.indices {
      let own = unreached.filter { $0.run == runs[index].key }
      runs[index].unreached = own.filter(\.isInside).map(\.person)
      runs[index].unreachedOthers = own.count { !$0.isInside }
    }
    return runs
  }
}

extension PastRun.Person {
  fileprivate init(_ row: any SQLRow) {
    name = "\(row.text(at: 1)) \(row.text(at: 2))"
    email = row.text(at: 3)
  }
}
