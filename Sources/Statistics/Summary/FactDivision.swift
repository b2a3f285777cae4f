import DatabaseAccess

/// What a source's sums are divided by in addition to users: units of time, and a course or session.
///
/// The columns are `unit` (an index in `TimeUnits`) and `thing` (a key).
struct FactDivision: Sendable {
  var units: TimeUnits?
  var thing: Thing?
  /// Adds `first_at` and `last_at`, the earliest and the latest date of the facts.
  var hasDates = false
  /// Whether attempts have `recent_time_spent`, which compares each attempt with the bounds of its unit once more.
  var hasRecentTime = true

  static let none = FactDivision()

  enum Thing: Sendable {
    case course, programSession, pathSession

    /// The column of facts that names it.
    var column: String {
      switch self {
      case .course: "course_key"
      case .programSession: "program_session_key"
      case .pathSession: "path_session_key"
      }
    }

    /// Whether facts of a source can belong to such a thing.
    func has(_ source: FactSource) -> Bool {
      switch source {
      case .attempts, .courses: true
      case .results, .classrooms, .certificates, .assignments: self != .course
      case .programs: self == .programSession
      case .paths: self == .pathSession
      default: false
      }
    }
  }

  /// The columns after `user_key`.
  /// - Parameter date: the column with the date of a fact `f` of the source.
  func columns(_ date: String, _ source: FactSource) -> String {
    columns(date, thing: thing.map { thing in thing.has(source) ? "f.\(thing.column)" : "CAST(NULL AS bigint)" })
  }

  /// Those of a source whose facts `f` are themselves sums, with a column `thing`.
  func columns(_ date: String, inner source: FactSource) -> String {
    columns(date, thing: thing.map { $0.has(source) ? innerThing($0) : "CAST(NULL AS bigint)" })
  }

  private func columns(_ date: String, thing: String?) -> String {
    [
      units.map { ", \($0.index(date)) AS unit" }, thing.map { ", \($0) AS thing" },
      hasDates ? ", min(\(date)) AS first_at, max(\(date)) AS last_at" : nil,
    ].compactMap(\.self).joined()
  }

  /// For GROUP BY.
  var names: String { (units == nil ? "" : ", unit") + (thing == nil ? "" : ", thing") }

  /// The inner sums are per course already.
  private func innerThing(_ thing: Thing) -> String { thing == .course ? "f.course_key" : "f.inner_thing" }

  func innerColumn(_ source: FactSource) -> String {
    inner(source).map { ", f.\($0) AS inner_thing" } ?? ""
  }

  func innerName(_ source: FactSource) -> String { inner(source).map { ", f.\($0)" } ?? "" }

  private func inner(_ source: FactSource) -> String? {
    guard let thing, thing != .course, thing.has(source) else { return nil }
    return thing.column
  }

  /// Attempts in another unit or of another thing do not replace each other.
  var recencyKeys: String {
    (units.map { ", \($0.index("f.last_activity_at"))" } ?? "") + (thing.map { ", f.\($0.column)" } ?? "")
  }
}
