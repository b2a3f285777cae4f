package import Access
package import DatabaseAccess

/// A past run of a schedule and its result, for the report's owner. Details on files and emails are deleted with the
/// files, after 14 days.
package struct PastRun: Sendable {
  package let key: Int
  package let dueAt: Int
  package let ranAt: Int
  /// Files that were created, and files that could not be created.
  package let made: Int
  package let failed: Int
  /// Emails accepted by the mail server.
  package let mailed: Int
  /// When one of its files was first downloaded.
  package let fetchedAt: Int?
  /// Recipients who got no email, since it failed or was not sent; only the owner and users visible to the owner.
  package fileprivate(set) var unreached: [Person] = []
  /// The number of other recipients who got no email.
  package fileprivate(set) var unreachedOthers = 0

  package struct Person: Sendable, Equatable {
    package let name: String
    package let email: String
  }

  /// The maximum number shown.
  package static let limit = 10

  /// The last runs of one of the viewer's reports, latest first.
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
