import DatabaseAccess
import Records

/// The statistics of the author card.
struct AuthorSummary {
  private let user: Int
  private let window: Period
  private let session: any SQLSession
  /// Keys of *their courses*: those with the user as main author, and all duplicates of these, transitively.
  private let courses: [Int]

  init(_ user: Int, _ window: Period, _ session: any SQLSession) throws {
    self.user = user
    self.window = window
    self.session = session
    courses = try session.all(
      """
      WITH RECURSIVE theirs (key, id) AS (
        SELECT key, id FROM courses WHERE author_key = \(user)
        UNION SELECT c.key, c.id FROM theirs AS t JOIN courses AS c ON c.duplicate_of = t.id)
      SELECT key FROM theirs
      """
    ) { $0.integer(at: 0) }
  }

  func values(_ statistics: [Statistic]) throws -> [Statistic: Cell] {
    var values: [Statistic: Cell] = [:]
    let views = try views()
    values[.courseViews] = .count(views.values.reduce(0, +))
    if statistics.contains(.courseCommentsReceived) { values[.courseCommentsReceived] = .count(try comments()) }
    if statistics.contains(.averageReactionScore) { values[.averageReactionScore] = .mean(try reactionScore(views)) }
    if statistics.contains(.publishedCourses) { values[.publishedCourses] = .count(try published()) }
    return values
  }

  /// Attempts started in the window, by course. Goes from the courses to the users active there since the window began,
  /// then to those users' attempts, because attempts are stored by user, not by course.
  private func views() throws -> [Int: Int] {
    guard !courses.isEmpty, let start = window.from else { return [:] }
    let rows = try session.all(
      """
      SELECT a.course_key, count(*) FROM (
        SELECT DISTINCT s.user_key FROM course_standings AS s
        WHERE s.course_key \(anyOf: courses) AND s.last_activity >= \(start)) AS v
      CROSS JOIN attempts AS a
      WHERE a.user_key = v.user_key AND a.course_key \(anyOf: courses) AND \(sql: window.contains("a.started_at"))
      GROUP BY a.course_key
      """
    ) { ($0.integer(at: 0), $0.integer(at: 1)) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// Comments by others in the forums of their courses, including replies and archived ones.
  private func comments() throws -> Int {
    try session.number(
      """
      SELECT count(*) FROM posts WHERE place_course_key \(anyOf: courses) AND kind = 'comment' AND place = 'course'
      AND author_key <> \(user) AND \(sql: window.contains("created_at"))
      """)
  }

  /// The mean over the courses with a view of (positive − negative reactions) per view.
  private func reactionScore(_ views: [Int: Int]) throws -> Fraction {
    let rows = try session.all(
      """
      SELECT course_key, sum(CASE WHEN kind IN ('like', 'learned', 'useful') THEN 1
        WHEN kind IN ('outdated', 'question', 'not_useful') THEN -1 ELSE 0 END)
      FROM reactions WHERE course_key \(anyOf: views.keys.sorted()) AND \(sql: window.contains("created_at"))
      GROUP BY course_key
      """
    ) { ($0.integer(at: 0), $0.integer(at: 1)) }
    let balance = Dictionary(uniqueKeysWithValues: rows)
    return Fraction.mean(
      views.sorted { $0.key < $1.key }.map { course, views in
        Fraction(Percentage.whole * min(max(balance[course] ?? 0, -views), views), views)
      })
  }

  /// At any time. Counts for the publisher, or for the main author if no publisher is named.
  private func published() throws -> Int {
    try session.number(
      """
      SELECT count(*) FROM courses WHERE published_at IS NOT NULL
      AND (published_by_key = \(user) OR author_key = \(user) AND published_by_key IS NULL)
      """)
  }
}
